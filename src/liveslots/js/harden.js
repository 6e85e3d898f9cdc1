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
    const names = ownKeys(object);
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
  static give(method, self) {
    if (!(#self in method)) new Tie(method, self);
  }
}
const tie = Tie.give;

// Hardens what becomes a representative, and ties its methods to it. They are nearly always functions without properties
// of their own.
function hardenSelf(self) {
  const names = ownKeys(self);
  for (let i = 0; i < names.length; i += 1) {
    const { value, get, set } = getOwnPropertyDescriptor(self, names[i]);
    if (typeof value === 'function') {
      adoptMethod(value, self);
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

function adoptMethod(method, self) {
  tie(method, self);
  freezeMethod(method);
}

// Methods of the same hidden class are frozen by one step (engine/class_steps.h), which the first of them has shown.
const methodStepsMax = 8;
const methodSteps = [];

function freezeMethod(method) {
  for (let i = 0; i < methodSteps.length; i += 1) {
    if (native.takeStep(methodSteps[i], method)) return;
  }
  const step = isPlainMethod(method) && methodSteps.length < methodStepsMax ? native.beginStep(method) : -1;
  hardenMethod(method);
  if (step !== -1 && native.endStep(step, method, 0, 0)) arrayPush(methodSteps, step);
}

function hardenMethod(method) {
  if (isPlainMethod(method)) freeze(method);
  else harden(method);  // a `function`, a generator, or one with properties of its own
}

// Has no properties but `length` and `name`, whose values are primitive or its own business.
const isPlainMethod = method =>
  native.classify(method) === kindOrdinary && getPrototypeOf(method) === FunctionPrototype
    && getOwnPropertyNames(method).length <= 2 && getOwnPropertySymbols(method).length === 0;
