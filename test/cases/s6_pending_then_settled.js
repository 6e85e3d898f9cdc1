// §6 a promise that is stored while it is pending, and settled in a later crank, is found settled after a restart
//$ run
//$ call -
//< main make
//< main settle 5
//< main read
//>
//>
//> 5
//$ call main read
//> 5

const kept = makeStore('name');
let settle;

export const buildRootObject = () =>
  Far('root', {
    make() {
      kept.init('promise', new Promise(resolve => {
        settle = resolve;
      }));
    },
    settle(value) {
      settle(value);
    },
    read() {
      return kept.get('promise');
    },
  });
