// §5.1 a primitive is no key of a weak store: has is false, init throws, whatever the primitive
//$ run
//> undefined: false TypeError: Invalid value used as weak map key
//> null: false TypeError: Invalid value used as weak map key
//> boolean: false TypeError: Invalid value used as weak map key
//> number: false TypeError: Invalid value used as weak map key
//> bigint: false TypeError: Invalid value used as weak map key
//> string: false TypeError: Invalid value used as weak map key
//> symbol: false TypeError: Invalid value used as weak map key

const weak = makeWeakStore('object');
for (const key of [undefined, null, true, 0, 1n, 'x', Symbol.iterator]) {
  let outcome = 'stored';
  try {
    weak.init(key, 1);
  } catch (error) {
    outcome = `${error}`;
  }
  console.log(`${key === null ? 'null' : typeof key}: ${weak.has(key)} ${outcome}`);
}
