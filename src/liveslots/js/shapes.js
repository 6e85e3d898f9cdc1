// Shapes: what the state of an object looks like. The properties of an instance never change after its init (§4.1), so
// instances with the same ones, of one kind and version, share a shape: a stored list of names, and a class of accessors
// generated for it, which V8 then makes as fast as fields. A reference names its object's shape, so that a
// representative can be made without a look at its state.
//
// Each kind has in each version an open shape too, whose objects carry their own names. It serves references that are
// written before init has ended, and kinds whose instances differ too much.
const shapesMax = 256;            // a kind
const generatedNamesMax = 64;     // beyond, accessors are shared between all kinds: slower, but nothing to generate

class Shape {
  constructor(number, kind, version, names, isOpen) {
    this.number = number;
    this.kind = kind;
    this.version = version;
    this.names = names;  // undefined: of an open one that no object has
    this.isOpen = isOpen;
    this.accessors = undefined;  // made when first needed
    this.settleTransition = -1;  // the class transition from what init leaves to the state of an object
    this.freshTransition = -1;   // the one from a new state to that
  }
  // An open shape as one object has it.
  withNames(names) {
    return new Shape(this.number, this.kind, this.version, names, true);
  }
}

const shapes = new NativeMap();  // by number

// State objects have an empty frozen prototype without one, so that `in` sees what is there and nothing else, and so that
// `state.__proto__ = x` makes a property.
const statePrototype = freeze(create(null));
const { State: StateBase } = { State: function () {} };  // `State` is what errors call it
StateBase.prototype = statePrototype;

// Getters and setters over a record's values. The reason of a refusal is the record's business. `Born` makes states that have
// room for all properties in themselves; `take` checks what init has filled one with, and gives it to the record.
const placeOfValue = i => (i < nearMax ? `record.near${i}` : `record.more[${i - nearMax}]`);
const accessorSource = names => {
  const parts = [];
  const fields = [];
  const takes = ['let byteCount = 0;'];
  if (names.length > nearMax) arrayPush(takes, 'record.more = [];');
  for (let i = 0; i < names.length; i += 1) {
    // never run: V8 counts them
    arrayPush(fields, `this.field${i} = 0;`);
    arrayPush(takes, `{
      const value = state[${jsonStringify(names[i])}];
      if (typeof value !== 'number' && !isShortText(value)) byteCount += admitProperty(record, value, ${i});
      ${placeOfValue(i)} = value;
    }`);
    arrayPush(parts, `{
      __proto__: null, enumerable: true, configurable: false,
      get() {
        const record = this.#record;
        if (record.used !== cacheClock.now) {
          if (!record.isLoaded) loadValues(record);
          record.used = cacheClock.now;
          cacheClock.uses += 1;
        }
        return ${placeOfValue(i)};
      },
      set(value) {
        const record = this.#record;
        const byteCount = typeof value === 'number' ? 0 : admitProperty(record, value, ${i});
        if (record.used !== cacheClock.now) {
          if (!record.isLoaded) loadValues(record);
          record.used = cacheClock.now;
          cacheClock.uses += 1;
        }
        if (!record.dirty) markDirty(record);
        ${placeOfValue(i)} = value;
        if (byteCount > 0) noteGrowth(record, byteCount);
      },
    },`);
  }
  return `'use strict';
    const { admitProperty, cacheClock, isShortText, loadValues, markDirty, noteGrowth } = parts;  // constants, which V8 knows
    class State extends GivenObject {
      #record;
      constructor(state, record) {
        super(state);
        this.#record = record;
      }
      static accessors = [${arrayJoin(parts, '')}];
    }
    const { State: Born } = { State: function () { if (false) { ${arrayJoin(fields, ' ')} } } };
    const take = (state, record) => {
      ${arrayJoin(takes, '')}
      record.size = byteCount;
      record.isLoaded = true;
    };
    return { State, Born, take };`;
};

// What generated accessors use.
const ofAccessors = { admitProperty, cacheClock, isShortText, loadValues, markDirty, noteGrowth };

const makeAccessors = ({ number, names, isOpen }) => {
  let State = SharedState;
  let Born = StateBase;
  let take;
  let accessors;
  if (isOpen || names.length > generatedNamesMax) {
    accessors = arrayMap(names, (_, i) => sharedAccessor(i));
  } else {
    const make = new NativeFunction('GivenObject', 'parts', `${accessorSource(names)}//# sourceURL=keeve:shape${number}`);
    ({ State, Born, take } = make(GivenObject, ofAccessors));
    Born.prototype = statePrototype;
    ({ accessors } = State);
  }
  const descriptors = create(null);
  for (let i = 0; i < names.length; i += 1) {
    logTrustGetter(accessors[i].get);
    defineProperty(descriptors, names[i], { value: accessors[i], enumerable: true });
    logTrustGetter(accessors[i].get);
  }
  return { State, Born, take, descriptors };
};

class SharedState extends GivenObject {
  #record;
  constructor(state, record) {
    super(state);
    this.#record = record;
  }
  // A state that was expected to be of another such shape has its record already.
  static give(state, record) {
    if (!(#record in state)) new SharedState(state, record);
  }
  static makeAccessor(i) {
    return {
      __proto__: null,
      enumerable: true,
      configurable: false,
      get() {
        const record = this.#record;
        if (record.used !== cacheClock.now) useRecord(record);
        return valueAt(record, i);
      },
      set(value) {
        setValue(this.#record, i, value);
      },
    };
  }
}
const sharedAccessors = [];
const sharedAccessor = i => {
  while (sharedAccessors.length <= i) arrayPush(sharedAccessors, SharedState.makeAccessor(sharedAccessors.length));
  return sharedAccessors[i];
};
const nearNames = ['near0', 'near1', 'near2', 'near3'];
const valueAt = (record, i) => (i < nearMax ? record[nearNames[i]] : record.more[i - nearMax]);
const setValue = (record, i, value) => {
  const byteCount = admitProperty(record, value, i);
  if (record.used !== cacheClock.now) useRecord(record);
  if (!record.dirty) markDirty(record);
  if (i < nearMax) record[nearNames[i]] = value;
  else record.more[i - nearMax] = value;
  if (byteCount > 0) noteGrowth(record, byteCount);
};

// Makes `state`, an object without properties, the state of `record`.
const armState = (state, record) => {
  const { shape } = record;
  if (!shape.isOpen) shape.accessors ??= makeAccessors(shape);
  const { State, descriptors } = shape.isOpen ? makeAccessors(shape) : shape.accessors;
  defineProperties(state, descriptors);
  if (State === SharedState) SharedState.give(state, record);
  else new State(state, record);
  preventExtensions(state);
};

// An empty state for `record`, which shall be of `shape`, not an open one. giveAccessors() makes it whole.
const newState = (shape, record) => {
  shape.accessors ??= makeAccessors(shape);
  const { State, Born } = shape.accessors;
  return new State(new Born(), record);
};
const giveAccessors = (shape, state) => {
  defineProperties(state, shape.accessors.descriptors);
  preventExtensions(state);
};

// The same, whole.
const newWholeState = (shape, record) => {
  const state = newState(shape, record);
  if (native.takeTransition(shape.freshTransition, state)) return state;
  const transition = native.beginTransition(state);
  giveAccessors(shape, state);
  shape.freshTransition = native.endTransition(transition, state, 0, 0);
  return state;
};

const sameNames = (a, b) => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] !== b[i]) return false;
  }
  return true;
};

// The shape of an object of `kind` with these names, in its current version.
function shapeOf(kind, names) {
  const latest = kind.latestShape;
  if (latest !== undefined && sameNames(latest.names, names)) return latest;
  const key = jsonStringify(names);
  let shape = mapGet(kind.shapes, key);
  if (shape === undefined) {
    if (mapSize(kind.shapes) >= shapesMax) return kind.openShape.withNames(names);
    shape = provideShape(kind, names, key);
    mapSet(kind.shapes, key, shape);
  }
  kind.latestShape = shape;
  return shape;
}

// The shape that the store knows under `key`, or a new one.
function provideShape(kind, names, key) {
  let number = native.findShape(kind.number, kind.version, key);
  if (number === -1) {
    number = takeShape();
    native.defineShape(number, kind.number, kind.version, names, key);
  }
  const shape = mapGet(shapes, number) ?? new Shape(number, kind, kind.version, names, names === undefined);
  mapSet(shapes, number, shape);
  return shape;
}

// The shape of that number, from the store if need be; its kind may be one that this incarnation has not defined.
function findShape(number) {
  let shape = mapGet(shapes, number);
  if (shape === undefined) {
    const record = native.readShape(number);
    if (record === undefined) return corrupt(`shape ${number} is unknown`);
    const [kind, version, names] = record;
    shape = new Shape(number, kindOf(kind), version, names, names === undefined);
    mapSet(shapes, number, shape);
  }
  return shape;
}
