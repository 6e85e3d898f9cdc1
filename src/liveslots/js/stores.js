// makeStore and makeWeakStore (SPEC §5). A store's entries live in the crank buffer and below; decoded ones are cells of
// the cache (cache.js). A weak store holds no key: an entry keyed by a virtual object or a presence is found by the key's
// number, one keyed by any other object lives in a WeakMap and ends with the incarnation.
class StoreSlot {
  constructor(refClass, id, keyName) {
    this.refClass = refClass;
    this.id = id;
    this.keyName = keyName;
    this.iface = refClass === strongStoreClass ? 'Alleged: store' : 'Alleged: weakStore';
    this.size = 0;
    this.nextOrdinal = 0;
    this.changed = false;          // size and nextOrdinal since they were written
    this.changes = 0;              // counts every init, set and delete, for walks under way
    this.primitives = undefined;   // Map from a primitive key to its Entry, where that is cached
    this.objects = undefined;      // the same from the RefKey of an object
    this.heapEntries = undefined;  // a weak store's: from objects that have no number
    this.facade = undefined;       // so that a store with cached or changed entries is not made twice
  }
}

let changedStores = [];
const markStoreChanged = store => {
  if (!store.changed) {
    arrayPush(changedStores, store);
    store.changed = true;
  }
};
function saveStores() {
  const stores = changedStores;
  changedStores = [];
  for (let i = 0; i < stores.length; i += 1) {
    const { refClass, id, size, nextOrdinal, keyName } = stores[i];
    stores[i].changed = false;
    native.writeStore(id, refClass === strongStoreClass, size, nextOrdinal, keyName);
  }
}

// Stores with entries in a WeakMap keep their slot, so that the entries are not lost with a facade that nobody holds.
const storesWithHeapEntries = new NativeSet();

class Entry {
  constructor(store, key, keySlot, ordinal) {
    this.store = store;
    this.key = key;          // the key of a strong store
    this.keySlot = keySlot;  // of an object key
    this.ordinal = ordinal;  // of an object key of a strong store; -1 while it has no place
    this.present = false;
    this.value = undefined;
    this.used = false;
    this.dirty = false;
    this.size = 0;
    this.place = -1;
  }
  get overhead() {
    return entryOverhead;
  }
  writeKey() {
    if (this.store.refClass === weakStoreClass) writeRefKey(this.keySlot);
    else if (this.keySlot !== undefined) writeOrdinalKey(this.ordinal);
    else writePrimitiveKey(this.key);
  }
  save() {
    const { store, keySlot } = this;
    if (keySlot !== undefined && keySlot.dead === true) return;
    if (keySlot !== undefined && keySlot.phase === phaseInit) {
      markDirty(this);  // until it is known whether its init succeeds (§3.2)
      return;
    }
    if (keySlot !== undefined && this.ordinal === -1 && store.refClass === strongStoreClass) return;
    this.writeKey();
    if (!this.present) {
      native.eraseEntry(store.id, keyBytes, keyLength);
      if (keySlot !== undefined && store.refClass === strongStoreClass) {
        native.eraseOrdinal(store.id, refKey(keySlot.refClass, keySlot.id));
        this.ordinal = -1;
      }
      return;
    }
    startEncoding();
    if (keySlot !== undefined && store.refClass === strongStoreClass) {
      refIndex(keySlot.refClass, keySlot.id);
      native.writeOrdinal(store.id, refKey(keySlot.refClass, keySlot.id), this.ordinal);
    }
    encode(this.value);
    if (position + keyLength > valueBytesMax) native.overLimit('valueMB');
    native.writeEntry(store.id, keyBytes, keyLength, position, refCount);
    resize(this, position + keyLength);
    trimKey();
  }
  drop() {
    if (this.keySlot === undefined) mapDelete(this.store.primitives, this.key);
    else mapDelete(this.store.objects, refKey(this.keySlot.refClass, this.keySlot.id));
  }
}

function writeRefKey(slot) {
  writeOrdinalKey(refKey(slot.refClass, slot.id));
  for (let i = 1; i < keyLength; i += 1) keyBytes[i - 1] = keyBytes[i];
  keyLength -= 1;
}

// The value of an entry that is there but was not decoded: only reading it brings back what it refers to (§3).
const unread = freeze({});

// Looks an entry up by the key that stands in keyBytes, and takes it into the cache, which is `entries` under `name`.
function loadEntry(entries, name, entry, wantsValue) {
  let size = keyLength;
  let value;
  const present = native.readEntry(entry.store.id, keyBytes, keyLength);
  if (present) {
    size += found[foundEnd] - found[foundStart];
    value = wantsValue ? decodeFound(1)[0] : unread;
  }
  trimKey();
  // what was brought back may have run code that looked at the same entry
  const known = mapGet(entries, name);
  if (known !== undefined) return known;
  entry.present = present;
  entry.value = value;
  return takeEntryIn(entries, name, entry, size);
}

function takeEntryIn(entries, name, entry, size) {
  mapSet(entries, name, entry);
  keep(entry, size);
  return entry;
}

function findPrimitive(store, key, wantsValue) {
  let entry = mapGet(store.primitives, key);
  if (entry === undefined) {
    if (!writePrimitiveKey(key)) return undefined;
    entry = loadEntry(store.primitives, key, new Entry(store, key === 0 ? 0 : key, undefined, -1), wantsValue);
  }
  entry.used = true;
  return entry;
}

function findObject(store, key, slot, wantsValue) {
  const number = refKey(slot.refClass, slot.id);
  let entry = mapGet(store.objects, number);
  if (entry === undefined) {
    const strong = store.refClass === strongStoreClass;
    entry = new Entry(store, strong ? key : undefined, slot, strong ? native.readOrdinal(store.id, number) : -1);
    if (strong && entry.ordinal === -1) {
      entry = takeEntryIn(store.objects, number, entry, 0);
    } else {
      entry.writeKey();
      entry = loadEntry(store.objects, number, entry, wantsValue);
    }
  }
  entry.used = true;
  return entry;
}

function readValue(entry) {
  if (entry.value === unread) {
    entry.writeKey();
    if (!native.readEntry(entry.store.id, keyBytes, keyLength)) corrupt(`store ${entry.store.id} has lost an entry`);
    trimKey();
    const [value] = decodeFound(1);
    // what was brought back may have run code that changed the entry
    if (entry.value === unread) entry.value = value;
  }
  return entry.value;
}

// The entry of a key of a strong store; undefined for what cannot be a key. `init` numbers a remotable of the heap.
function strongEntry(store, key, wantsValue = false) {
  if (!isObject(key)) return findPrimitive(store, key, wantsValue);
  const slot = slotOf(key);
  if (slot === undefined || slot.id === undefined || slot.id === -1 || slot.settle !== undefined) return undefined;
  if (slot.dead === true) throw new NativeTypeError(deadReason);
  return findObject(store, key, slot, wantsValue);
}

// Has a number that means the same object in every incarnation.
const isLasting = slot =>
  slot !== undefined && (slot.refClass >= firstShapeClass || slot.refClass === importClass
    || slot.refClass === strongStoreClass || slot.refClass === weakStoreClass
    || (slot.refClass === heapClass && slot.id === 0 && slot.alive));

const shownKey = key => {
  if (isObject(key)) return shownObject(key);
  switch (typeof key) {
    case 'string':
      return jsonStringify(key);
    case 'bigint':
      return `${key}n`;
    case 'symbol':
      return symbolToString(key);
    default:
      return `${key}`;
  }
};
const notFound = (store, key) => new NativeError(`${jsonStringify(store.keyName)} not found: ${shownKey(key)}`);
const alreadyRegistered = (store, key) =>
  new NativeError(`${jsonStringify(store.keyName)} already registered: ${shownKey(key)}`);

const requireValue = (store, value) => {
  if (!isPrimitiveSafe(value)) requirePassable(value, 'store', () => store.keyName);
};

function putEntry(entry, value) {
  const { store } = entry;
  if (!entry.present) {
    if (store.refClass === strongStoreClass) {
      store.size += 1;
      if (entry.keySlot !== undefined && entry.ordinal === -1) {
        entry.ordinal = store.nextOrdinal;
        store.nextOrdinal += 1;
      }
      markStoreChanged(store);
    }
    entry.present = true;
  }
  store.changes += 1;
  entry.value = value;
  markDirty(entry);
  if (entry.place === -1) keep(entry, 16);
}

function removeEntry(entry) {
  const { store } = entry;
  entry.present = false;
  entry.value = undefined;
  store.changes += 1;
  if (store.refClass === strongStoreClass) {
    store.size -= 1;
    markStoreChanged(store);
  }
  markDirty(entry);
  if (entry.place === -1) keep(entry, 16);
}

function makeStoreFacade(store) {
  store.primitives = new NativeMap();
  store.objects = new NativeMap();
  const facade = store.refClass === strongStoreClass ? strongFacade(store) : weakFacade(store);
  setPrototypeOf(facade, ifacePrototype(store.iface));
  hardenSelf(facade);
  stamp(facade, store);
  store.facade = facade;
  native.register(2 * store.id, facade);
  return facade;
}

function strongFacade(store) {
  const require = (key, wantsValue) => {
    const entry = strongEntry(store, key, wantsValue);
    if (entry === undefined || !entry.present) throw notFound(store, key);
    return entry;
  };
  return {
    has(key) {
      const entry = strongEntry(store, key);
      return entry !== undefined && entry.present;
    },
    init(key, value) {
      if (isObject(key)) requireKey(store, key);
      const entry = strongEntry(store, key);
      if (entry === undefined) throw new NativeTypeError(`cannot use ${shownKey(key)} as a key of ${store.keyName}`);
      if (entry.present) throw alreadyRegistered(store, key);
      requireValue(store, value);
      putEntry(entry, value);
    },
    set(key, value) {
      const entry = require(key, false);
      requireValue(store, value);
      putEntry(entry, value);
    },
    get(key) {
      return readValue(require(key, true));
    },
    delete(key) {
      removeEntry(require(key, false));
    },
    keys() {
      return walk(store, entryKey);
    },
    values() {
      return walk(store, entryValue);
    },
    entries() {
      return walk(store, entryPair);
    },
    getSize() {
      return store.size;
    },
  };
}

// An object key of a strong store is a remotable (§5.2).
function requireKey(store, key) {
  requirePassable(key, 'store', () => `a key of ${store.keyName}`);
  const slot = slotOf(key);
  if (slot === undefined || slot.settle !== undefined || slot.tag !== undefined) {
    throw new NativeTypeError(`cannot store a key of ${store.keyName}: keys are primitives or remotables`);
  }
}

function weakFacade(store) {
  // undefined where the key has no number and no entry in the heap
  const find = (key, wantsValue) => {
    const slot = slotOf(key);
    if (!isLasting(slot) || (store.heapEntries !== undefined && weakMapHas(store.heapEntries, key))) {
      return store.heapEntries === undefined ? undefined : weakMapGet(store.heapEntries, key);
    }
    if (slot.dead === true) throw new NativeTypeError(deadReason);
    const entry = findObject(store, undefined, slot, wantsValue);
    return entry.present ? entry : undefined;
  };
  const require = (key, wantsValue) => {
    const entry = isObject(key) ? find(key, wantsValue) : undefined;
    if (entry === undefined) throw notFound(store, key);
    return entry;
  };
  return {
    has(key) {
      return isObject(key) && find(key, false) !== undefined;
    },
    init(key, value) {
      if (!isObject(key)) throw new NativeTypeError('Invalid value used as weak map key');
      if (find(key, false) !== undefined) throw alreadyRegistered(store, key);
      requireValue(store, value);
      const slot = slotOf(key);
      if (isLasting(slot)) {
        putEntry(findObject(store, undefined, slot, false), value);
      } else {
        store.heapEntries ??= new NativeWeakMap();
        setAdd(storesWithHeapEntries, store);
        weakMapSet(store.heapEntries, key, { value, store });
      }
    },
    set(key, value) {
      const entry = require(key, false);
      requireValue(store, value);
      if (entry instanceof Entry) putEntry(entry, value);
      else entry.value = value;
    },
    get(key) {
      const entry = require(key, true);
      return entry instanceof Entry ? readValue(entry) : entry.value;
    },
    delete(key) {
      const entry = require(key, false);
      if (entry instanceof Entry) removeEntry(entry);
      else weakMapDelete(store.heapEntries, key);
    },
  };
}

// The root becomes lasting when it is returned; what was keyed by it before moves to the store.
function persistRootEntry(store, root, slot) {
  const kept = weakMapGet(store.heapEntries, root);
  if (kept === undefined || !isLasting(slot)) return;
  weakMapDelete(store.heapEntries, root);
  putEntry(findObject(store, undefined, slot, false), kept.value);
}

const storesSoFar = new NativeMap();

function provideStore(refClass, keyName) {
  if (typeof keyName !== 'string' || !isWellFormed(keyName)) {
    throw new NativeTypeError('the key name of a store must be a string');
  }
  const what = refClass === strongStoreClass ? 's' : 'w';
  const count = countOf(storesSoFar, what + keyName);
  const known = count === -1 ? -1 : native.findBinding(what, count, keyName);
  if (known !== -1) return bringBackStore(known);
  const store = new StoreSlot(refClass, takeId(), keyName);
  markStoreChanged(store);
  if (count !== -1) native.bind(what, count, keyName, store.id);
  return makeStoreFacade(store);
}

function bringBackStore(id) {
  const known = native.lookup(2 * id);
  if (known !== undefined) return known;
  const record = native.readStore(id);
  if (record === undefined) return corrupt(`store ${id} is unknown`);
  const [strong, size, nextOrdinal, keyName] = record;
  const store = new StoreSlot(strong ? strongStoreClass : weakStoreClass, id, keyName);
  store.size = size;
  store.nextOrdinal = nextOrdinal;
  return makeStoreFacade(store);
}

const makeStore = (keyName = 'key') => provideStore(strongStoreClass, keyName);
const makeWeakStore = (keyName = 'key') => provideStore(weakStoreClass, keyName);
