// §5.4 values are hardened and checked when set; what is not passable is refused with the store's name, and the old value stays
//$ run
//~ TypeError: cannot store .*purse.*: functions are not passable.*
//~ TypeError: cannot store .*purse.*\[1\]\.f: functions are not passable.*
//~ TypeError: cannot store .*label.*: .*
//~ TypeError: cannot store .*label.*\.at: .*
//> absent: false, unchanged: {"n":1} size 1
//> frozen: true true, same in one crank or equal: true
//~ TypeError: Cannot add property.*

const weak = makeWeakStore('purse');
const strong = makeStore('label');
const key = Far('purse', { pay() {} });
const attempt = act => {
  try {
    act();
    console.log('it was stored');
  } catch (error) {
    console.log(`${error.name}: ${error.message}`);
  }
};
attempt(() => weak.init(key, () => 1));
const absent = weak.has(key);
weak.init(key, { n: 1 });
attempt(() => weak.set(key, [0, { f() {}, n: 1 }]));
strong.init('a', { n: 1 });
attempt(() => strong.set('a', new Map()));
attempt(() => strong.init('b', { at: new Date(0) }));
console.log(`absent: ${absent || strong.has('b')}, unchanged: ${JSON.stringify(weak.get(key))} size ${strong.getSize()}`);
const value = { deep: [1] };
strong.set('a', value);
console.log(`frozen: ${Object.isFrozen(value)} ${Object.isFrozen(strong.get('a').deep)}, same in one crank or equal: ${JSON.stringify(strong.get('a')) === JSON.stringify(value)}`);
attempt(() => value.deep.push(2) && 0);
