// Virtual objects in memory: a record for each representative, with its state while that is in the cache.
//
// Self, state and record hold each other: whoever has one keeps all three. Beside that only the cache holds a record, and
// the slot table (native.lookup) finds a representative that somebody still holds: at most one for an object (§4.6).
const phaseInit = 0;
const phaseLive = 1;
const phaseDead = 2;
const phaseOutdated = 3;  // an older version of its kind wrote it, and nobody has touched it since

// The first values lie in the record itself, so that a read looks at no other object; those beyond in `more`.
const nearMax = 4;

class ObjectRecord {
  // What every read looks at stands first, in one line of the processor's cache.
  constructor(id, shape, phase) {
    this.used = 0;           // the crank under way only where the values are here
    this.near0 = undefined;  // decoded state, in the order of the names
    this.near1 = undefined;
    this.near2 = undefined;
    this.near3 = undefined;
    this.isLoaded = false;   // the values are here: in the cache
    this.dirty = false;
    this.phase = phase;
    this.refClass = firstShapeClass + shape.number;
    this.id = id;
    this.shape = shape;
    this.self = undefined;
    this.more = undefined;
    this.isStored = phase !== phaseInit;
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
    return this.shape.kind.iface;
  }
  setShape(shape) {
    this.shape = shape;
    this.refClass = firstShapeClass + shape.number;
  }
  // In the order of the names.
  values() {
    const { length } = this.shape.names;
    const list = [];
    if (length > 0) arrayPush(list, this.near0);
    if (length > 1) arrayPush(list, this.near1);
    if (length > 2) arrayPush(list, this.near2);
    if (length > 3) arrayPush(list, this.near3);
    for (let i = nearMax; i < length; i += 1) arrayPush(list, this.more[i - nearMax]);
    return list;
  }
  setValues(list) {
    const { length } = list;
    if (length > 0) this.near0 = list[0];
    if (length > 1) this.near1 = list[1];
    if (length > 2) this.near2 = list[2];
    if (length > 3) this.near3 = list[3];
    if (length > nearMax) this.more = arraySlice(list, nearMax);
    this.isLoaded = true;
  }
  clearValues() {
    this.used = 0;
    this.isLoaded = false;
    this.near0 = undefined;
    this.near1 = undefined;
    this.near2 = undefined;
    this.near3 = undefined;
    this.more = undefined;
  }
  save() {
    startEncoding();
    const { shape } = this;
    const { length } = shape.names;
    if (length > 0) encode(this.near0);
    if (length > 1) encode(this.near1);
    if (length > 2) encode(this.near2);
    if (length > 3) encode(this.near3);
    for (let i = nearMax; i < length; i += 1) encode(this.more[i - nearMax]);
    if (position > valueBytesMax) native.overLimit('valueMB');
    const former = this.isStored ? compareRefs(this) : newRecord;
    native.writeState(this.id, shape.number, shape.isOpen ? shape.names : undefined, position, refCount, former);
    noteWritten(this, former);
    resize(this, position + bytesOfRef * refCount);
  }
  drop() {
    if (this.isLoaded) rememberDropped(this.id, this.values());
    this.clearValues();
    this.storedRefs = undefined;
  }
}

// Before a look at the values: `if (record.used !== cacheClock.now) useRecord(record)`, or the same without the call.
const useRecord = record => {
  if (!record.isLoaded) loadValues(record);
  touch(record);
};

// The values of a record from the store into the cache.
function loadValues(record) {
  if (record.phase === phaseDead) throw new NativeTypeError(deadReason);
  if (!native.readState(record.id)) throw new NativeTypeError(deadReason);
  if (found[foundShape] !== record.shape.number) return loadOtherVersion(record);
  const size = found[foundLength] + bytesOfRef * found[foundRefs];
  const storedRefs = listRefs(found[foundRefs]);
  const before = saves;
  loads += 1;
  const stored = decodeFound(record.shape.names.length);
  // what was brought back may have run code that used this object
  if (record.isLoaded) return undefined;
  if (saves !== before) return loadValues(record);
  recallDropped(record.id, stored);
  record.setValues(stored);
  record.storedRefs = storedRefs;
  return keep(record, size);
}

// The check of what becomes a property (§4.2), of that index. Gives its bytes as admitStored does.
function admitProperty(record, value, index) {
  if (record.phase === phaseDead) throw new NativeTypeError(deadReason);
  return admitStored(value, () => `${record.shape.kind.tag}${propertyStep(record.shape.names[index])}`);
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
  if (shape.isOpen || shape.version !== kind.version) {
    if (!native.readState(id)) return makeDeadObject(id, kind.iface);
    shape = shapeOfState(id);
  }
  return bringBackRecord(makeRecord(id, shape));
}

// Of an object whose state is the last read.
const shapeOfState = id => {
  const shape = findShape(found[foundShape]);
  return shape.isOpen ? shape.withNames(native.stateNames(id)) : shape;
};

const phaseOf = shape => (shape.version === shape.kind.version ? phaseLive : phaseOutdated);

function makeRecord(id, shape) {
  const begun = findUnfinished(id);
  if (begun !== undefined) return begun;
  const record = new ObjectRecord(id, shape, phaseOf(shape));
  seatRecord(record);
  return record;
}

// The records of objects whose kit maker threw: it may have kept the state that it was given, which stays a state of the object
// (§4.5). Held weakly, since nobody else can tell.
const unfinished = new NativeMap();  // by object number
const unfinishedMax = 1000;

function findUnfinished(id) {
  const ref = mapSize(unfinished) === 0 ? undefined : mapGet(unfinished, id);
  return ref === undefined ? undefined : weakRefDeref(ref);
}

function noteUnfinished(record) {
  mapSet(unfinished, record.id, new NativeWeakRef(record));
  if (mapSize(unfinished) <= unfinishedMax) return;
  mapForEach(unfinished, (ref, id) => {
    if (weakRefDeref(ref) === undefined) mapDelete(unfinished, id);
  });
}

// The records whose kit makers run: a kit maker may read what refers to the object that it is making.
const comingBack = new NativeMap();

function bringBackRecord(record) {
  mapSet(comingBack, record.id, record);
  try {
    const self = makeRepresentative(record);
    if (mapSize(unfinished) > 0) mapDelete(unfinished, record.id);
    return self;
  } catch (error) {
    noteUnfinished(record);
    throw error;
  } finally {
    mapDelete(comingBack, record.id);
  }
}

// Where kit makers of one object ran within each other, the self that was there first is the representative (§4.6); the
// states that the others were given are states of the same record.
function makeRepresentative(record) {
  const state = makeState(record);
  const { self, isKnown } = makeKit(record.shape.kind, state);
  if (record.self === undefined) {
    adoptSelf(record, self, isKnown);
    if (record.self === self) native.register(2 * record.id, self);
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
    if (record.phase === phaseOutdated) bringUpToDate(record);
    if (isExtensible(target)) armState(target, record);
    if (takesReceiver) arrayPop(args);  // the accessors belong to the target
    return act(target, ...args);
  };
}

const makeState = record => {
  if (record.phase === phaseOutdated) return makeOutdatedState(record);
  if (!record.shape.isOpen) return newWholeState(record.shape, record);
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
  const properties = migrateStored(record);
  // what migrate called may have touched the object, and so brought it up to date
  if (record.phase !== phaseOutdated) return;
  record.setShape(shapeOf(record.shape.kind, properties.names));
  record.setValues(properties.values);
  record.phase = phaseLive;
  markDirty(record);
  keep(record, 0);
}

// The current version of the kind is one that it has had before, and the reference is from then, while another has written the
// state since. The object is what migrate makes of it, if that is what objects of the version are.
function loadOtherVersion(record) {
  const { shape } = record;
  const written = shapeOfState(record.id);
  const { names, values } = written.version === shape.version ? { names: [] } : migrateStored(record);
  if (record.isLoaded) return undefined;
  const places = arrayMap(shape.names, name => arrayIndexOf(names, name));
  if (names.length !== places.length || arrayIncludes(places, -1)) {
    throw new NativeTypeError(`kind "${shape.kind.tag}" has had another version ${shape.version}, whose objects have the properties `
      + `${arrayJoin(shape.names, ', ')}: give this one a number of its own`);
  }
  record.setValues(arrayMap(places, place => values[place]));
  markDirty(record);
  return keep(record, 0);
}

// The properties that the kind's migrate makes of the stored state of an object, admitted.
function migrateStored(record) {
  const { id } = record;
  const { kind } = record.shape;
  if (!native.readState(id)) throw new NativeTypeError(deadReason);
  record.storedRefs = listRefs(found[foundRefs]);
  const oldShape = shapeOfState(id);
  if (kind.migrate === undefined) {
    throw new NativeTypeError(`kind "${kind.tag}" has no migrate for version ${oldShape.version}`);
  }
  const oldNames = oldShape.names;
  const oldValues = decodeFound(oldNames.length);
  const oldState = {};
  for (let i = 0; i < oldNames.length; i += 1) {
    defineProperty(oldState, oldNames[i], { value: oldValues[i], enumerable: true, writable: true, configurable: true });
  }
  const newState = kind.migrate(freeze(oldState), oldShape.version);
  if (!isObject(newState) || isArray(newState)) {
    throw new NativeTypeError(`migrate of kind "${kind.tag}" must return the new state`);
  }
  return takeProperties(kind, newState);
}

// An instance whose kind this incarnation has not defined (§8.4): using it throws, until the kind is defined.
function makeUnbound(id, shape) {
  const record = new ObjectRecord(id, shape, phaseLive);
  const { kind } = shape;
  seatRecord(record);
  const face = create(ifacePrototype(kind.iface));  // gets what the kit's self has
  let kit;
  const settled = new NativeSet(['then', 'constructor']);
  const bound = () => {
    if (kit === undefined) {
      if (kind.kitMaker === undefined) {
        throw new NativeTypeError(
          `kind "${kind.tag}" is not defined in this incarnation of vat "${vatName}"`);
      }
      kit = makeLateKit(record, face);
    }
    return kit;
  };
  const refuseChange = () => {
    bound();
    return false;
  };
  const self = new NativeProxy(face, {
    __proto__: null,
    get(target, name) {
      if (typeof name === 'symbol') return target[name];
      // so that a promise can be resolved to it
      if (kind.kitMaker === undefined && setHas(settled, name)) return undefined;
      return bound()[name];
    },
    has(target, name) {
      return name in target || name in bound();
    },
    ownKeys(target) {
      bound();
      return ownKeys(target);
    },
    getOwnPropertyDescriptor(target, name) {
      bound();
      return getOwnPropertyDescriptor(target, name);
    },
    isExtensible(target) {
      bound();
      return isExtensible(target);
    },
    preventExtensions() {
      bound();
      return true;
    },
    set: refuseChange,
    defineProperty: refuseChange,
    deleteProperty: refuseChange,
    setPrototypeOf: refuseChange,
  });
  record.self = self;
  weakSetAdd(hardened, self);
  stamp(self, record);
  native.register(2 * id, self);
  return self;
}

// The kit's self of an unbound object whose kind was defined after all. The proxy stays the representative: `face`, which it
// shows, gets what self has, and self stands for the same object.
function makeLateKit(record, face) {
  if (!native.readState(record.id)) throw new NativeTypeError(deadReason);
  record.setShape(shapeOfState(record.id));
  record.phase = phaseOf(record.shape);
  const { kind } = record.shape;
  const { self } = makeKit(kind, makeState(record));
  closeSelf(kind, self);
  stamp(self, record);
  setPrototypeOf(face, getPrototypeOf(self));
  const names = ownKeys(self);
  for (let i = 0; i < names.length; i += 1) defineProperty(face, names[i], getOwnPropertyDescriptor(self, names[i]));
  freeze(face);
  return self;
}
