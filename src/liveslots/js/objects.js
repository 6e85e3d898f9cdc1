// Virtual objects in memory: a record for each representative, with its state while that is in the cache.
//
// Self, state and record hold each other: whoever has one keeps all three. Beside that only the cache holds a record, and
// the slot table (native.lookup) finds a representative that somebody still holds: at most one for an object (§4.6).
const phaseInit = 0;
const phaseLive = 1;
const phaseDead = 2;

class ObjectRecord {
  // What every read looks at stands first, in one line of the processor's cache.
  constructor(id, kind, shape, phase) {
    this.values = null;      // decoded state, in the order of the names; null while it is not in the cache
    this.used = 0;
    this.dirty = false;
    this.phase = phase;
    this.refClass = firstShapeClass + shape.number;
    this.id = id;
    this.kind = kind;
    this.shape = shape;
    this.names = undefined;  // of an object of an open shape
    this.self = undefined;
    this.state = undefined;
    this.isOutdated = false;  // an older version of its kind wrote it, and nobody has touched it since
    this.isStored = phase === phaseLive;
    this.storedRefs = undefined;
    this.isReleased = false;
    this.since = 0;
    this.size = 0;
    this.place = -1;
  }
  get overhead() {
    return objectOverhead;
  }
  seatName() {
    return nameOfRecord(this.id);
  }
  get dead() {
    return this.phase === phaseDead;
  }
  get iface() {
    return this.kind.iface;
  }
  save() {
    startEncoding();
    const { values } = this;
    for (let i = 0; i < values.length; i += 1) encode(values[i]);
    if (position > valueBytesMax) native.overLimit('valueMB');
    const former = this.isStored ? compareRefs(this) : newRecord;
    native.writeState(this.id, this.shape.number, this.names, position, refCount, former);
    noteWritten(this, former);
    resize(this, position + bytesOfRef * refCount);
  }
  drop() {
    if (this.values !== null) rememberDropped(this.id, this.values);
    this.values = null;
    this.storedRefs = undefined;
  }
}

// The values of a record, from the store into the cache.
function loadValues(record) {
  if (record.phase === phaseDead) throw new NativeTypeError(deadReason);
  if (!native.readState(record.id)) throw new NativeTypeError(deadReason);
  if (found[foundShape] !== record.shape.number) corrupt(`object ${record.id} has changed its shape`);
  const size = found[foundEnd] - found[foundStart] + bytesOfRef * found[foundRefs];
  const storedRefs = listRefs(found[foundRefs]);
  const before = saves;
  loads += 1;
  const stored = decodeFound((record.shape.names ?? record.names).length);
  // what was brought back may have run code that used this object
  if (record.values !== null) return record.values;
  if (saves !== before) return loadValues(record);
  recallDropped(record.id, stored);
  record.values = stored;
  record.storedRefs = storedRefs;
  keep(record, size);
  return stored;
}

// The setters' check (§4.2); `index` is that of the property.
function requireStorable(record, value, index) {
  if (record.phase === phaseDead) throw new NativeTypeError(deadReason);
  if (isPrimitiveSafe(value)) return;
  requirePassable(value, 'store', () => `${record.kind.tag}${propertyStep((record.shape.names ?? record.names)[index])}`);
}

// The representative of an object that has none in memory. Runs its kit maker, but reads its state only where the
// reference does not tell what it looks like.
function bringBackObject(shapeNumber, id) {
  const known = lookup(2 * id);
  if (known !== undefined) return known;
  const coming = mapGet(comingBack, id);
  if (coming !== undefined) return makeRepresentative(coming);
  let shape = findShape(shapeNumber);
  const { kind } = shape;
  if (kind.kitMaker === undefined) return makeUnbound(id, shape);
  let names;
  if (shape.names === undefined || shape.version !== kind.version) {
    if (!native.readState(id)) return makeDeadObject(id, kind.iface);
    shape = findShape(found[foundShape]);
    if (shape.names === undefined) names = native.stateNames(id);
  }
  return bringBackRecord(makeRecord(id, shape, names));
}

function makeRecord(id, shape, names) {
  const record = new ObjectRecord(id, shape.kind, shape, phaseLive);
  record.names = names;
  record.isOutdated = shape.version !== shape.kind.version;
  seatRecord(record);
  return record;
}

// The records whose kit makers run: a kit maker may read what refers to the object that it is making.
const comingBack = new NativeMap();

function bringBackRecord(record) {
  mapSet(comingBack, record.id, record);
  try {
    return makeRepresentative(record);
  } finally {
    mapDelete(comingBack, record.id);
  }
}

// Where kit makers of one object ran within each other, the self that was there first is the representative (§4.6); the
// states that the others were given are states of the same record.
function makeRepresentative(record) {
  const state = makeState(record);
  const { self, isKnown } = makeKit(record.kind, state);
  if (record.self === undefined) {
    record.state = state;
    adoptSelf(record, self, isKnown);
    native.register(2 * record.id, self);
  }
  return record.self;
}

// §8.5: the state of an object that an older version of its kind wrote is not looked at before it is touched, since it
// may refer to any number of such objects, itself too. Until the object leaves memory its state is this proxy.
const stateTraps = create(null);
for (const operation of [
  'get', 'set', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'defineProperty', 'deleteProperty', 'isExtensible',
  'preventExtensions', 'setPrototypeOf',
]) {
  const act = Reflect[operation];
  const takesReceiver = operation === 'get' || operation === 'set';
  stateTraps[operation] = (record, target, args) => {
    if (record.isOutdated) bringUpToDate(record);
    if (isExtensible(target)) armState(target, record);
    if (takesReceiver) arrayPop(args);  // the accessors belong to the target
    return act(target, ...args);
  };
}

const makeState = record => {
  if (record.isOutdated) return makeOutdatedState(record);
  if (record.shape.names !== undefined) return newWholeState(record.shape, record);
  const state = new StateBase();
  armState(state, record);
  return state;
};

const makeOutdatedState = record => {
  const handler = create(null);
  for (const operation of keys(stateTraps)) {
    handler[operation] = (target, ...args) => stateTraps[operation](record, target, args);
  }
  return new NativeProxy(new StateBase(), handler);
};

function bringUpToDate(record) {
  const { id, kind } = record;
  if (!native.readState(id)) throw new NativeTypeError(deadReason);
  record.storedRefs = listRefs(found[foundRefs]);
  const oldShape = findShape(found[foundShape]);
  if (kind.migrate === undefined) {
    throw new NativeTypeError(`kind "${kind.tag}" has no migrate for version ${oldShape.version}`);
  }
  const oldNames = oldShape.names ?? native.stateNames(id);
  const oldValues = decodeFound(oldNames.length);
  const oldState = {};
  for (let i = 0; i < oldNames.length; i += 1) {
    defineProperty(oldState, oldNames[i], { value: oldValues[i], enumerable: true, writable: true, configurable: true });
  }
  const newState = kind.migrate(freeze(oldState), oldShape.version);
  if (!isObject(newState)) throw new NativeTypeError(`migrate of kind "${kind.tag}" must return the new state`);
  // what migrate called may have touched the object, and so brought it up to date
  if (!record.isOutdated) return;
  const properties = takeProperties(kind, newState);
  const shape = shapeOf(kind, properties.names);
  if (shape.names === undefined) record.names = properties.names;
  record.shape = shape;
  record.refClass = firstShapeClass + shape.number;
  record.values = properties.values;
  record.isOutdated = false;
  markDirty(record);
  keep(record, 0);
}

// An instance whose kind this incarnation has not defined (§8.4): using it throws, until the kind is defined.
function makeUnbound(id, shape) {
  const record = new ObjectRecord(id, shape.kind, shape, phaseLive);
  seatRecord(record);
  let kit;
  const settled = new NativeSet(['then', 'constructor']);
  const bound = () => {
    if (kit === undefined) {
      if (record.kind.kitMaker === undefined) {
        throw new NativeTypeError(
          `kind "${record.kind.tag}" is not defined in this incarnation of vat "${vatName}"`);
      }
      kit = makeLateKit(record);
    }
    return kit;
  };
  const self = new NativeProxy(makeIfacePrototype(record.kind.iface), {
    __proto__: null,
    get(target, name) {
      if (typeof name === 'symbol') return target[name];
      // so that a promise can be resolved to it
      if (record.kind.kitMaker === undefined && setHas(settled, name)) return undefined;
      return bound()[name];
    },
    has(target, name) {
      return name in target || name in bound();
    },
    set() {
      bound();
      return false;
    },
  });
  record.self = self;
  stamp(self, record);
  native.register(2 * id, self);
  return self;
}

// The kit of an unbound object whose kind was defined after all; the proxy stays its representative.
function makeLateKit(record) {
  if (!native.readState(record.id)) throw new NativeTypeError(deadReason);
  record.shape = findShape(found[foundShape]);
  if (record.shape.names === undefined) record.names = native.stateNames(record.id);
  record.isOutdated = record.shape.version !== record.kind.version;
  record.state = makeState(record);
  const { self } = makeKit(record.kind, record.state);
  hardenSelf(self);
  return self;
}
