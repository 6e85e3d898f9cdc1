// §4.1 a property may have any name, __proto__, integers and the names of what every object inherits too
//$ run
//> true
//> [true,true,true,true,true,true,true,true,true,true]
//$ call main names
//> ["__proto__","constructor","hasOwnProperty","toString","then","","état","a b","with.dot","valueOf"]
//$ call main values
//> [0,1,2,3,4,5,6,7,8,9]
//$ call main change
//> [10,11,12,13,14,15,16,17,18,19]
//$ call main values
//> [10,11,12,13,14,15,16,17,18,19]
//$ call main integers
//> [["0","7","4294967295","x"],["zero","seven","big","ex"]]

const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'then', '', 'état', 'a b', 'with.dot', 'valueOf'];
const makeBag = makeKind(function bag(state) {
  return {
    init(entries) {
      for (const [name, value] of entries) {
        Object.defineProperty(state, name, { value, writable: true, enumerable: true, configurable: true });
      }
    },
    self: {
      keys() { return Object.keys(state); },
      values() { return Object.keys(state).map(name => state[name]); },
      has(name) { return name in state; },
      add(n) {
        for (const name of Object.keys(state)) {
          state[name] += n;
        }
      },
    },
  };
});
const bags = makeStore('name');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      bags.init('odd', makeBag(names.map((name, value) => [name, value])));
      bags.init('integers', makeBag([['0', 'zero'], ['7', 'seven'], ['4294967295', 'big'], ['x', 'ex']]));
      const bag = bags.get('odd');
      console.log(JSON.stringify(bag.keys()) === JSON.stringify(names));
      console.log(JSON.stringify(names.map(name => bag.has(name))));
    },
    names() { return bags.get('odd').keys(); },
    values() { return bags.get('odd').values(); },
    change() {
      bags.get('odd').add(10);
      return bags.get('odd').values();
    },
    integers() {
      const bag = bags.get('integers');
      return [bag.keys(), bag.values()];
    },
  });
