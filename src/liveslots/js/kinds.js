// makeKind and instances (SPEC §3).
class Kind {
  constructor(number, tag) {
    this.number = number;  // from the same counter as shapes
    this.tag = tag;
    this.iface = `Alleged: ${tag}`;
    // an accessor stands in the hidden class and costs an object no field
    const getTag = freeze(() => this.iface);
    logTrustTagGetter(getTag);
    this.tagDescriptor = freeze({ __proto__: null, get: getTag });
    this.version = 1;
    this.kitMaker = undefined;  // while this incarnation has not defined it
    this.migrate = undefined;
    this.openShape = undefined;
    this.shapes = new NativeMap();  // by names; of the current version
    this.latestShape = undefined;
    this.selfStart = -1;  // the class transition at which its selves are as the kit maker made them, with these methods alone …
    this.selfTransition = -1;   // … and the one from there, tied and stamped, to what a representative is, hardened with its methods
    this.methodNames = undefined;
    this.selvesLearned = 0;
  }
}
const selvesLearnedMax = 8;  // a kind's

const kinds = new NativeMap();  // by number
const kindsSoFar = new NativeMap();  // how many of a tag were made while the code starts

function kindOf(number) {
  let kind = mapGet(kinds, number);
  if (kind === undefined) {
    const tag = native.kindTag(number);
    if (tag === undefined) return corrupt(`kind ${number} is unknown`);
    kind = new Kind(number, tag);
    mapSet(kinds, number, kind);
  }
  return kind;
}

// How many of `name` came before, while the code starts; -1 later, when everything made is new.
const countOf = (soFar, name) => {
  if (!starting) return -1;
  const count = mapGet(soFar, name) ?? 0;
  mapSet(soFar, name, count + 1);
  return count;
};

const ownOption = (options, name) => (objectHasOwn(options, name) ? options[name] : undefined);

function makeKind(kitMaker, options = {}) {
  if (typeof kitMaker !== 'function') throw new NativeTypeError('makeKind: the kit maker must be a function');
  if (!isObject(options)) throw new NativeTypeError('makeKind: the options must be an object');
  const tag = ownOption(options, 'tag') ?? (functionName(kitMaker) || 'kind');
  const version = ownOption(options, 'version') ?? 1;
  const migrate = ownOption(options, 'migrate');
  if (typeof tag !== 'string' || !isWellFormed(tag)) throw new NativeTypeError('makeKind: the tag must be a string');
  if (!isSafeInteger(version) || version < 1) throw new NativeTypeError('makeKind: the version must be a positive integer');
  if (migrate !== undefined && typeof migrate !== 'function') throw new NativeTypeError('makeKind: migrate must be a function');
  const count = countOf(kindsSoFar, tag);
  let number = count === -1 ? -1 : native.findBinding('k', count, tag);
  if (number === -1) {
    number = takeShape();
    native.defineKind(number, tag, count);
  }
  const kind = mapGet(kinds, number) ?? new Kind(number, tag);
  mapSet(kinds, number, kind);
  kind.kitMaker = kitMaker;
  kind.version = version;
  kind.migrate = migrate;
  kind.openShape = provideShape(kind, undefined, 'open');
  const maker = (...args) => makeInstance(kind, args);
  return freeze(maker);
}

const functionName = f => {
  const descriptor = getOwnPropertyDescriptor(f, 'name');
  return descriptor !== undefined && typeof descriptor.value === 'string' ? descriptor.value : '';
};

// The kit that the kind's maker returns, its self checked (§3.1); `isKnown`: it is as one before, with methods alone.
function makeKit(kind, state) {
  const kit = kind.kitMaker(state);
  if (!isObject(kit)) throw new NativeTypeError(`kind "${kind.tag}": the kit must be an object { init, self }`);
  const { self, init } = kit;
  const isKnown = native.isAtTransition(kind.selfStart, self);
  if (!isKnown) requireSelf(kind, self);
  if (init !== undefined && typeof init !== 'function') {
    throw new NativeTypeError(`kind "${kind.tag}": the kit's init must be a function`);
  }
  return { kit, self, init, isKnown };
}

function requireSelf(kind, self) {
  if (typeof self !== 'object' || self === null || native.classify(self) !== kindOrdinary || isArray(self)) {
    throw new NativeTypeError(`kind "${kind.tag}": the kit's self must be a plain object`);
  }
  const slot = slotOf(self);
  if (slot !== undefined && !(slot instanceof HeapSlot && slot.id === -1)) {
    throw new NativeTypeError(`kind "${kind.tag}": the kit's self already stands for another object`);
  }
}

// Makes `self` the representative of `record`, unless it has got one meanwhile.
function adoptSelf(record, self, isKnown) {
  if (isKnown) adoptKnownSelf(record, self);
  else if (record.shape.kind.selvesLearned < selvesLearnedMax && isPlainSelf(self)) learnSelf(record, self);
  else adoptOtherSelf(record, self);
  record.self ??= self;
}

function adoptKnownSelf(record, self) {
  const { kind } = record.shape;
  tieMethods(kind.methodNames, self);
  stamp(self, record);
  if (!native.takeTransition(kind.selfTransition, self)) closeSelf(kind, self);
}

function learnSelf(record, self) {
  const { kind } = record.shape;
  const names = ownKeys(self);
  const methods = arrayMap(names, name => self[name]);
  const beginAll = () => arrayMap(methods, method => native.beginTransition(method));
  beginAll();
  const start = native.beginTransition(self, methods);
  tieMethods(names, self);
  const methodTransitions = beginAll();
  stamp(self, record);
  const transition = native.beginTransition(self, methods);
  closeSelf(kind, self);
  for (let i = 0; i < methods.length; i += 1) native.endTransition(methodTransitions[i], methods[i], 0, 0);
  const end = native.endTransition(transition, self, 0, 0);
  if (start === -1 || end === -1) return;
  kind.selvesLearned += 1;
  kind.selfStart = start;
  kind.selfTransition = end;
  kind.methodNames = names;
}

function adoptOtherSelf(record, self) {
  closeSelf(record.shape.kind, self);  // may run code of the vat's, which brings the same object back
  if (record.self === undefined) stamp(self, record);
}

// An ordinary object with plain methods alone.
function isPlainSelf(self) {
  if (getPrototypeOf(self) !== ObjectPrototype || slotOf(self) !== undefined) return false;
  const names = ownKeys(self);
  for (let i = 0; i < names.length; i += 1) {
    if (typeof names[i] !== 'string') return false;
    const { value } = getOwnPropertyDescriptor(self, names[i]);
    if (typeof value !== 'function' || !isPlainMethod(value)) return false;
  }
  return true;
}

function closeSelf(kind, self) {
  addTag(kind, self);
  hardenSelf(self);
}

// Not by a prototype as Far does it: V8 gives every object whose prototype was set a hidden class of its own.
function addTag(kind, self) {
  if (isExtensible(self) && !objectHasOwn(self, symbolToStringTag)) {
    defineProperty(self, symbolToStringTag, kind.tagDescriptor);
  }
}

// §3.4 for a self that the kit's maker froze, which cannot carry its tag.
const { toString: taggedToString } = {
  toString() {
    const slot = isObject(this) ? slotOf(this) : undefined;
    return slot instanceof ObjectRecord && this[symbolToStringTag] === undefined
      ? `[object ${slot.iface}]`
      : objectToString(this);
  },
};
defineProperty(ObjectPrototype, 'toString', { value: taggedToString, writable: true, configurable: true });

function makeInstance(kind, args) {
  native.needStack();
  const record = new ObjectRecord(-1, kind.openShape, phaseInit);
  const expected = kind.latestShape;
  const state = expected === undefined ? new StateBase() : newState(expected, record);
  const { kit, self, init, isKnown } = makeKit(kind, state);
  record.id = takeId();
  adoptSelf(record, self, isKnown);
  registerNewborn(record.id, self);
  try {
    if (init !== undefined) apply(init, kit, args);
    settleState(record, state, expected);
  } catch (error) {
    killRecord(record, state);
    throw error;
  }
  return self;
}

// What init left on the state becomes the object's properties (§4.1), checked (§4.2). The state was made for an object of
// the shape `expected`.
function settleState(record, state, expected) {
  if (expected === undefined || !settleAsExpected(record, state, expected)) settleAsIs(record, state, expected);
  record.phase = phaseLive;
  if (mapSize(underInit) > 0) mapDelete(underInit, record);
  markDirty(record);
  takeIn(record, objectOverhead + 16 * record.shape.names.length + record.size);
}

// Whether the state could be made what it becomes by a class transition, as with an object before.
function settleAsExpected(record, state, shape) {
  if (!native.isAtTransition(shape.settleTransition, state)) return false;
  record.setShape(shape);
  shape.accessors.take(state, record);
  return native.takeTransition(shape.settleTransition, state);
}

function settleAsIs(record, state, expected) {
  const { kind } = record.shape;
  if (!isExtensible(state)) throw new NativeTypeError(`cannot store ${kind.tag}: init must not freeze its state`);
  const start = expected === undefined ? -1 : native.beginTransition(state);
  const { names, values: initial, byteCount } = takeProperties(kind, state);
  // the check of a value may have run code of the vat's
  const isUnchanged = native.isAtTransition(start, state);
  // the last first, so that V8 steps back through the object's hidden classes
  for (let i = names.length - 1; i >= 0; i -= 1) {
    if (!deleteProperty(state, names[i])) {
      throw new NativeTypeError(`cannot store ${kind.tag}${propertyStep(names[i])}: init must not make it unconfigurable`);
    }
  }
  if (getPrototypeOf(state) !== statePrototype) setPrototypeOf(state, statePrototype);
  const shape = shapeOf(kind, names);
  record.setShape(shape);
  record.setValues(initial);
  record.size = byteCount;
  if (shape !== expected) {
    armState(state, record);
  } else {
    giveAccessors(shape, state);
    const isLearnable = isUnchanged && shape.accessors.take !== undefined;
    if (isLearnable) shape.settleTransition = native.endTransition(start, state, 1, names.length + 1);
  }
}

// The names and admitted values of an object's own data properties.
function takeProperties(kind, state) {
  const names = getOwnPropertyNames(state);
  if (getOwnPropertySymbols(state).length !== 0) {
    throw new NativeTypeError(`cannot store ${kind.tag}: properties of state must have string names, not symbols`);
  }
  const found = [];
  let byteCount = 0;
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i];
    const descriptor = getOwnPropertyDescriptor(state, name);
    if (!('value' in descriptor)) {
      throw new NativeTypeError(`cannot store ${kind.tag}${propertyStep(name)}: accessors are not passable; assign a value`);
    }
    const { value } = descriptor;
    byteCount += admitStored(value, () => `${kind.tag}${propertyStep(name)}`);
    if (!isWellFormed(name)) throw new NativeTypeError(`cannot store ${kind.tag}: ${surrogateReason}`);
    arrayPush(found, value);
  }
  return { names, values: arraySlice(found), byteCount };
}

// §3.2: nothing remains of an instance whose init threw, and a self or state that escaped is dead.
const deadState = new NativeProxy(freeze(create(null)), {
  __proto__: null,
  get() { throw new NativeTypeError(deadReason); },
  set() { throw new NativeTypeError(deadReason); },
  has() { throw new NativeTypeError(deadReason); },
});
function killRecord(record, state) {
  record.phase = phaseDead;
  record.clearValues();
  record.dirty = false;
  forget(record);
  unregister(2 * record.id);
  if (mapSize(underInit) > 0) removeEntriesOf(record);
  const names = ownKeys(state);
  for (let i = 0; i < names.length; i += 1) deleteProperty(state, names[i]);
  if (isExtensible(state)) {
    setPrototypeOf(state, deadState);
    preventExtensions(state);
  }
}
