// The C++ side as this scope sees it. `native` is empty in the snapshot; liveslots/natives.cc fills it in after the
// restore, and says what each function takes and gives.
//
// Values cross as bytes in one shared ArrayBuffer, references as pairs (class, number) in a shared Float64Array: both are
// only good until the next call of anything that encodes or decodes.
const native = { __proto__: null };
const NativeDataView = DataView;
const NativeFloat64Array = Float64Array;
const NativeInt32Array = Int32Array;
const NativeWeakRef = WeakRef;

let bytes = new NativeUint8Array(0);
let view;  // a DataView on the same bytes
let capacity = 0;
let refs = new NativeFloat64Array(0);  // [class, id, class, id, …]
let formerRefs = new NativeFloat64Array(0);  // the same of what a record held before it is written anew (cache.js)
// What a read of state or of an entry tells: how many bytes at the start of `bytes` are its body, and how many references it has; of
// state also the number of its shape.
let found = new NativeInt32Array(3);
const foundLength = 0;
const foundRefs = 1;
const foundShape = 2;

// What a Float64Array gives is a floating-point number to V8, and a field that takes one is such a field in all objects of its
// class, with an object of the heap for each: so what is small becomes a small integer.
const small = number => {
  const integer = number | 0;
  return integer === number ? integer : number;
};
const refClassAt = i => refs[2 * i] | 0;
const refIdAt = i => small(refs[2 * i + 1]);

let cacheNumbers = new NativeFloat64Array(5);  // of the state cache (cache.js)

// Called when the buffers are new.
const adoptMemory = memory => {
  bytes = new NativeUint8Array(memory.buffer);
  view = new NativeDataView(memory.buffer);
  capacity = bytes.length;
  ({ refs, formerRefs, found, cacheNumbers } = memory);
};

// What one value may be long (`valueMB`); native.overLimit stops the vat.
let valueBytesMax = 0;

// What is reserved is up to twice what is then used, so this only stops what is far too large; the rest is stopped where
// an encoding ends.
const grow = needed => {
  if (needed > 2 * valueBytesMax + 65536) native.overLimit('valueMB');
  native.reserve(needed, 0);
};

// The incarnation under way, and the numbers given out in it.
let vatName = '';
let incarnation = 0;
let starting = false;     // while the code starts, the n-th makeKind of a tag finds the n-th kind of before (§8.4)
let nextId = 0;
let nextShape = 0;
let countersChanged = false;

const takeId = () => {
  countersChanged = true;
  const id = nextId;
  nextId += 1;
  return id;
};
const takeShape = () => {
  countersChanged = true;
  const shape = nextShape;
  nextShape += 1;
  return shape;
};

// §8.3: what calls to an object of an earlier heap, and its undecided promises, reject with.
const makeRestartError = () => {
  const error = new NativeError(`vat ${vatName} restarted`);
  defineProperty(error, 'name', { value: 'vatRestarted' });
  defineProperty(error, 'incarnation', { value: incarnation });
  return freeze(error);
};
