// §10 a result that is not passable rejects with the method and the path
//$ run
//$ call main f
//! cannot return f(): functions are not passable
//$ call main deep
//! cannot return deep().x[1].f: functions are not passable
//$ call main map
//! cannot return map()
//$ call main later
//! cannot return later()
//$ call main throwFunction
//! passable
//$ call main throwRecord
//! 7
//$ call main throwMap
//! passable
//$ call main fine
//> "fine"

export const buildRootObject = () =>
  Far('root', {
    f() { return () => 1; },
    deep() { return { ok: 1, x: [0, { f() {}, n: 1 }] }; },
    map() { return new Map(); },
    async later() {
      await null;
      return new Set();
    },
    throwFunction() { throw () => 1; },
    throwRecord() { throw harden({ code: 7 }); },
    throwMap() { throw new Map(); },
    fine() { return 'fine'; },
  });
