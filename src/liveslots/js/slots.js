// Identity: the slot of an object is what the vat's side knows of it. An object gets its slot stamped on as a private field
// (frozen ones and proxies too), which costs 1.5 ns to look at.
//
// Which objects have one: representatives (an ObjectRecord, objects.js), stores (a StoreRecord, stores.js), presences (an
// ImportSlot), and of the heap's own objects and promises those that went into the store or a message, or were made by Far
// (a HeapSlot, a PromiseSlot).
const heapClass = 0;
const promiseClass = 1;
const strongStoreClass = 2;
const weakStoreClass = 3;
const importClass = 4;
const importedPromiseClass = 5;
const firstShapeClass = 8;

class GivenObject {
  constructor(object) {
    return object;
  }
}

class Stamp extends GivenObject {
  #slot;
  constructor(object, slot) {
    super(object);
    this.#slot = slot;
  }
  static of(object) {
    return #slot in object ? object.#slot : undefined;
  }
  static give(object, slot) {
    if (#slot in object) object.#slot = slot;
    else new Stamp(object, slot);
  }
}
const slotOf = Stamp.of;
const stamp = Stamp.give;

// The identity in a reference (RefKey of protocol/vref.h).
const refKey = (refClass, id) => (refClass === importClass || refClass === importedPromiseClass ? id * 2 + 1 : id * 2);

// Whose references do not tell what interface their object shows.
const namesNoIface = refClass => refClass === heapClass || refClass === importClass;

class HeapSlot {
  constructor(iface, id) {
    this.refClass = heapClass;
    this.id = id;  // -1 until it is referred to from outside the heap
    this.iface = iface;
    this.alive = true;  // false: of an earlier incarnation
    this.isReleased = false;  // nothing outside of the heap refers to it (release.js)
  }
}

class ImportSlot {
  constructor(id, iface) {
    this.refClass = importClass;
    this.id = id;
    this.iface = iface;
  }
}

// Objects of the heap that have a number live as long as the incarnation (§6), unless they are released.
const heapObjects = new NativeMap();

// Representatives that were just made wait here, and enter the slot table many at a time.
const newbornsMax = 1024;
let newborns = [];
let newbornIds = [];  // ascending

const registerNewborn = (id, self) => {
  // another was made while this was hardened
  if (newborns.length > 0 && id < newbornIds[newborns.length - 1]) registerNewborns();
  arrayPush(newborns, self);
  arrayPush(newbornIds, id);
  if (newborns.length === newbornsMax) registerNewborns();
};
function registerNewborns() {
  if (newborns.length === 0) return;
  native.registerAll(newbornIds, newborns);
  newborns = [];
  newbornIds = [];
}

// The place among them of the object with that RefKey; -1 where it has none.
function newbornPlace(number) {
  if (newborns.length === 0 || number % 2 === 1 || number < 2 * newbornIds[0]) return -1;
  let low = 0;
  for (let high = newborns.length; low < high;) {
    const middle = (low + high) >>> 1;
    if (2 * newbornIds[middle] < number) low = middle + 1;
    else high = middle;
  }
  return low < newborns.length && 2 * newbornIds[low] === number ? low : -1;
}

// The object that stands for that RefKey; undefined where none is in memory.
function lookup(number) {
  const place = newbornPlace(number);
  return place === -1 ? native.lookup(number) : newborns[place];
}

function unregister(number) {
  if (newbornPlace(number) !== -1) registerNewborns();
  native.unregister(number);
}

const rootId = 0;
let rootSlot;  // the root's, once that is known
let rootNumberBefore = -1;  // what an object of the heap was called that was stored before it became the root

const numberHeapObject = (object, slot) => {
  slot.id = takeId();
  mapSet(heapObjects, slot.id, object);
  native.register(2 * slot.id, object);
};

// Prototypes that make an object show as `[object IFACE]`.
const ifacePrototypes = new NativeMap();
const makeIfacePrototype = (iface, parent = ObjectPrototype) =>
  freeze(create(parent, { [symbolToStringTag]: { value: iface } }));
const ifacePrototype = iface => {
  let prototype = mapGet(ifacePrototypes, iface);
  if (prototype === undefined) {
    prototype = makeIfacePrototype(iface);
    if (mapSize(ifacePrototypes) < 1000) mapSet(ifacePrototypes, iface, prototype);
  }
  return prototype;
};
const makeEmptyRemotable = (iface, slot) => {
  const object = create(ifacePrototype(iface));
  stamp(object, slot);
  return freeze(object);
};

// An object of a heap that is gone (§8.3): it has no methods, and calls through E reject.
const makeDeadObject = (id, iface) => {
  const slot = new HeapSlot(iface || 'Alleged: remotable', id);
  slot.alive = false;
  const object = makeEmptyRemotable(slot.iface, slot);
  native.register(2 * id, object);
  return object;
};

// `[Alleged: TAG]`, as errors of stores show an object (§5.3).
const shownObject = object => {
  const slot = slotOf(object);
  return `[${slot === undefined || slot.iface === undefined ? 'Alleged: object' : slot.iface}]`;
};
