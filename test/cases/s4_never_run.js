// §4.2 §6 accessors and proxies are refused without being run
//$ run
//> getter: TypeError, ran 0 times
//> inner getter: TypeError, ran 0 times
//> array getter: TypeError, ran 0 times
//> getter that would give a function: TypeError, ran 0 times
//> record proxy: TypeError
//> array proxy: TypeError
//> function proxy: TypeError
//> proxy of an instance: TypeError
//> revoked proxy: TypeError
//> setter: TypeError, ran 0 times
//> still {}

const makeBox = makeKind(function box(state) {
  return {
    init() { state.content = {}; },
    self: {
      put(content) { state.content = content; },
      show() { return JSON.stringify(state.content); },
    },
  };
});
const box = makeBox();
let ran = 0;
const put = (label, content, count = true) => {
  let outcome = 'stored';
  try {
    box.put(content);
  } catch (error) {
    outcome = error.name;
  }
  console.log(`${label}: ${outcome}${count ? `, ran ${ran} times` : ''}`);
};
const getter = value => ({ get x() { ran += 1; return value; } });
put('getter', getter(1));
put('inner getter', { list: [getter(1)] });
put('array getter', Object.defineProperty([0, 1], '0', { get() { ran += 1; return 1; } }));
put('getter that would give a function', getter(() => 1));
put('record proxy', new Proxy({ a: 1 }, {}), false);
put('array proxy', new Proxy([1], {}), false);
put('function proxy', { f: new Proxy(() => 1, {}), data: 1 }, false);
put('proxy of an instance', new Proxy(makeBox(), {}), false);
const { proxy, revoke } = Proxy.revocable({}, {});
revoke();
put('revoked proxy', [proxy], false);
put('setter', { set x(value) { ran += 1; } });
console.log(`still ${box.show()}`);
