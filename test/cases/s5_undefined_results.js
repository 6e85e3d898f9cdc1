// §5.3 init, set and delete return undefined; a value may be undefined and is a value all the same
//$ run
//> undefined undefined undefined
//> undefined undefined undefined
//> true undefined 1
//> true undefined

const strong = makeStore('name');
const weak = makeWeakStore('object');
const key = {};
console.log(strong.init('a', 1), strong.set('a', 2), strong.delete('a'));
console.log(weak.init(key, 1), weak.set(key, 2), weak.delete(key));
strong.init('u', undefined);
console.log(strong.has('u'), strong.get('u'), strong.getSize());
weak.init(key, undefined);
console.log(weak.has(key), weak.get(key));
