// makeKind and instances (SPEC §3).
class Kind {
  constructor(number, tag) {
    this.number = number;  // from the same counter as shapes
    this.tag = tag;
    this.iface = `Alleged: ${tag}`;
    this.tagDescriptor = freeze({ __proto__: null, value: this.iface });
    this.version = 1;
    this.kitMaker = undefined;  // while this incarnation has not defined it
    this.migrate = undefined;
    this.openShape = undefined;
    this.shapes = new NativeMap();  // by names; of the current version
    this.latestShape = undefined;
  }
}

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

// The kit that the kind's maker returns, its self checked (§3.1).
function makeKit(kind, state) {
  const kit = kind.kitMaker(state);
  if (!isObject(kit)) throw new NativeTypeError(`kind "${kind.tag}": the kit must be an object { init, self }`);
  const { self, init } = kit;
  if (typeof self !== 'object' || self === null || native.classify(self) !== kindOrdinary || isArray(self)) {
    throw new NativeTypeError(`kind "${kind.tag}": the kit's self must be a plain object`);
  }
  const slot = slotOf(self);
  if (slot !== undefined && !(slot instanceof HeapSlot && slot.id === -1)) {
    throw new NativeTypeError(`kind "${kind.tag}": the kit's self already stands for another object`);
  }
  if (init !== undefined && typeof init !== 'function') {
    throw new NativeTypeError(`kind "${kind.tag}": the kit's init must be a function`);
  }
  return { kit, self, init };
}

// Makes `self` the representative of `record`.
function adoptSelf(record, self) {
  // not by a prototype as Far does it: V8 gives every object whose prototype was set a hidden class of its own
  if (isExtensible(self) && !objectHasOwn(self, symbolToStringTag)) {
    defineProperty(self, symbolToStringTag, record.kind.tagDescriptor);
  }
  hardenSelf(self);
  stamp(self, record);
  record.self = self;
  native.register(2 * record.id, self);
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
  const state = new StateBase();
  const { kit, self, init } = makeKit(kind, state);
  const record = new ObjectRecord(takeId(), kind, kind.openShape, phaseInit);
  record.state = state;
  adoptSelf(record, self);
  try {
    if (init !== undefined) apply(init, kit, args);
    settleState(record);
  } catch (error) {
    killRecord(record);
    throw error;
  }
  return self;
}

// What init left on the state becomes the object's properties (§4.1), checked (§4.2).
function settleState(record) {
  const { kind, state } = record;
  if (!isExtensible(state)) throw new NativeTypeError(`cannot store ${kind.tag}: init must not freeze its state`);
  const { names, values: initial } = takeProperties(kind, state);
  // the last first, so that V8 steps back through the object's hidden classes
  for (let i = names.length - 1; i >= 0; i -= 1) {
    if (!deleteProperty(state, names[i])) {
      throw new NativeTypeError(`cannot store ${kind.tag}${propertyStep(names[i])}: init must not make it unconfigurable`);
    }
  }
  if (getPrototypeOf(state) !== statePrototype) setPrototypeOf(state, statePrototype);
  const shape = shapeOf(kind, names);
  record.shape = shape;
  record.refClass = firstShapeClass + shape.number;
  if (shape.names === undefined) record.names = names;
  record.values = initial;
  armState(state, record);
  record.phase = phaseLive;
  if (mapSize(underInit) > 0) mapDelete(underInit, record);
  markDirty(record);
  keep(record, 16 * names.length);
}

// The names and admitted values of an object's own data properties.
function takeProperties(kind, state) {
  const names = getOwnPropertyNames(state);
  if (getOwnPropertySymbols(state).length !== 0) {
    throw new NativeTypeError(`cannot store ${kind.tag}: properties of state must have string names, not symbols`);
  }
  const found = [];
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i];
    const descriptor = getOwnPropertyDescriptor(state, name);
    if (!('value' in descriptor)) {
      throw new NativeTypeError(`cannot store ${kind.tag}${propertyStep(name)}: accessors are not passable; assign a value`);
    }
    const { value } = descriptor;
    if (!isPrimitiveSafe(value)) requirePassable(value, 'store', () => `${kind.tag}${propertyStep(name)}`);
    if (!isWellFormed(name)) throw new NativeTypeError(`cannot store ${kind.tag}: ${surrogateReason}`);
    arrayPush(found, value);
  }
  return { names, values: found };
}

// §3.2: nothing remains of an instance whose init threw, and a self or state that escaped is dead.
const deadState = new NativeProxy(freeze(create(null)), {
  __proto__: null,
  get() { throw new NativeTypeError(deadReason); },
  set() { throw new NativeTypeError(deadReason); },
  has() { throw new NativeTypeError(deadReason); },
});
function killRecord(record) {
  const { state } = record;
  record.phase = phaseDead;
  record.values = null;
  record.dirty = false;
  forget(record);
  native.unregister(2 * record.id);
  if (mapSize(underInit) > 0) removeEntriesOf(record);
  const names = ownKeys(state);
  for (let i = 0; i < names.length; i += 1) deleteProperty(state, names[i]);
  if (isExtensible(state)) {
    setPrototypeOf(state, deadState);
    preventExtensions(state);
  }
}
