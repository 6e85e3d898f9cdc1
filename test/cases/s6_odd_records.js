// §6 records keep any own names and their order, __proto__ too; data may be shared; what comes back is hardened
//$ run
//> true
//$ call main look
//> [["b","a","1x"],["0","2","z"],["__proto__","x"],true,true,["toString","constructor","length"]]

const kept = makeStore('name');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      kept.init('order', { b: 1, a: 2, '1x': 3 });
      kept.init('integers', { z: 1, 2: 'two', 0: 'zero' });
      kept.init('proto', JSON.parse('{"__proto__": {"polluted": true}, "x": 1}'));
      const leaf = { n: 1 };
      kept.init('shared', { one: leaf, two: leaf, list: [leaf, leaf] });
      kept.init('inherited', { toString: 1, constructor: 2, length: 3 });
      console.log(kept.get('proto').polluted === undefined && kept.get('shared').list[1].n === 1);
    },
    look() {
      const proto = kept.get('proto');
      const shared = kept.get('shared');
      return [
        Object.keys(kept.get('order')),
        Object.keys(kept.get('integers')),
        Object.keys(proto),
        proto.polluted === undefined && Object.getPrototypeOf(proto) === Object.prototype,
        Object.isFrozen(shared) && Object.isFrozen(shared.list[0]),
        Object.keys(kept.get('inherited')),
      ];
    },
  });
