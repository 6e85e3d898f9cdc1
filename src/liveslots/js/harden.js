// harden: freezes an object and all that can be reached from it by properties and prototypes.
const hardened = new NativeWeakSet();

const isObject = value => (typeof value === 'object' && value !== null) || typeof value === 'function';

function harden(root) {
  if (!isObject(root) || weakSetHas(hardened, root)) return root;
  const found = new NativeSet();
  setAdd(found, root);
  const note = value => {
    if (isObject(value) && !weakSetHas(hardened, value)) setAdd(found, value);
  };
  // a Set's iteration reaches what is added under way
  for (const object of setValues(found)) {
    freezeOne(object);
    note(getPrototypeOf(object));
    const names = namesToHarden(object, note);
    for (let i = 0; i < names.length; i += 1) {
      const { value, get, set } = getOwnPropertyDescriptor(object, names[i]);
      note(value);
      note(get);
      note(set);
    }
  }
  setForEach(found, object => weakSetAdd(hardened, object));
  return root;
}

// V8 makes a string for each element that ownKeys names: those of a long array are looked at by their places.
const placesMax = 2 ** 25;
const namesToHarden = (object, note) => {
  const isLong = isArray(object) && object.length > 1000 && object.length <= placesMax && !native.isProxy(object);
  if (!isLong) return ownKeys(object);
  for (let i = 0; i < object.length; i += 1) {
    const descriptor = getOwnPropertyDescriptor(object, i);
    if (descriptor !== undefined) {
      note(descriptor.value);
      note(descriptor.get);
      note(descriptor.set);
    }
  }
  const names = native.namesBesideElements(object);
  const symbols = getOwnPropertySymbols(object);
  for (let i = 0; i < symbols.length; i += 1) arrayPush(names, symbols[i]);
  return names;
};

// The elements of a typed array cannot be frozen; all else of it is.
const elementName = /^(?:0|[1-9]\d*)$/;
function freezeOne(object) {
  if (typedArrayTag(object) === undefined) {
    freeze(object);
    return;
  }
  preventExtensions(object);
  const names = ownKeys(object);
  for (let i = 0; i < names.length; i += 1) {
    if (typeof names[i] === 'symbol' || !regexpTest(elementName, names[i])) {
      const isData = 'value' in getOwnPropertyDescriptor(object, names[i]);
      defineProperty(object, names[i], isData ? { configurable: false, writable: false } : { configurable: false });
    }
  }
}

// What hangs on a representative keeps it in memory (§4.6): a method's function object holds its self. A function that
// several selves share holds the first.
class Tie extends GivenObject {
  #self;
  constructor(method, self) {
    super(method);
    this.#self = self;
  }
  static give(names, self) {
    for (let i = 0; i < names.length; i += 1) {
      const method = self[names[i]];
      if (!(#self in method)) new Tie(method, self);
    }
  }
}
const tieMethods = Tie.give;  // (names, self): self[name] are functions

// Hardens what becomes a representative, and ties its methods to it.
function hardenSelf(self) {
  const names = ownKeys(self);
  for (let i = 0; i < names.length; i += 1) {
    const { value, get, set } = getOwnPropertyDescriptor(self, names[i]);
    if (typeof value === 'function') {
      tieMethods([names[i]], self);
      if (isPlainMethod(value)) freeze(value);
      else harden(value);  // a `function`, a generator, or one with properties of its own
    } else {
      harden(value);
      harden(get);
      harden(set);
    }
  }
  const prototype = getPrototypeOf(self);
  if (prototype !== ObjectPrototype && prototype !== null) harden(prototype);
  freeze(self);
}

// Has no properties but `length` and `name`, and inherits from an intrinsic.
const isPlainMethod = method =>
  native.classify(method) === kindOrdinary && weakSetHas(hardened, getPrototypeOf(method))
    && getOwnPropertyNames(method).length <= 2 && getOwnPropertySymbols(method).length === 0;
