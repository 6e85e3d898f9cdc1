// makeStore and makeWeakStore (SPEC §5). What they hold is in entries.js, but for the entries of a weak store whose keys
// have no number: those live in a WeakMap, and end with the incarnation.
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

const admitValue = (store, value) => (typeof value === 'number' ? 0 : admitStored(value, () => store.keyName));

function makeStoreFacade(store) {
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
      native.needStack();
      if (isObject(key)) requireKey(store, key);
      const entry = strongEntry(store, key);
      if (entry === undefined) throw new NativeTypeError(`cannot use ${shownKey(key)} as a key of ${store.keyName}`);
      if (entry.present) throw alreadyRegistered(store, key);
      putEntry(entry, value, admitValue(store, value));
    },
    set(key, value) {
      native.needStack();
      const entry = require(key, false);
      putEntry(entry, value, admitValue(store, value));
    },
    get(key) {
      return readValue(require(key, true));
    },
    delete(key) {
      native.needStack();
      removeEntry(require(key, false));
    },
    keys() {
      return iterableOf(store, entryKey);
    },
    values() {
      return iterableOf(store, entryValue);
    },
    entries() {
      return iterableOf(store, entryPair);
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
      native.needStack();
      if (!isObject(key)) throw new NativeTypeError('Invalid value used as weak map key');
      if (find(key, false) !== undefined) throw alreadyRegistered(store, key);
      const byteCount = admitValue(store, value);
      const slot = slotOf(key);
      if (isLasting(slot)) {
        putEntry(findObject(store, undefined, slot, false), value, byteCount);
      } else {
        store.heapEntries ??= new NativeWeakMap();
        setAdd(storesWithHeapEntries, store);
        native.askJavaScript();
        noteIdentityKey(key, slot);
        weakMapSet(store.heapEntries, key, { value, store });
      }
    },
    set(key, value) {
      native.needStack();
      const entry = require(key, false);
      const byteCount = admitValue(store, value);
      if (entry instanceof Entry) putEntry(entry, value, byteCount);
      else entry.value = value;
    },
    get(key) {
      const entry = require(key, true);
      return entry instanceof Entry ? readValue(entry) : entry.value;
    },
    delete(key) {
      native.needStack();
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
  putEntry(findObject(store, undefined, slot, false), kept.value, 0);
}

const storesSoFar = new NativeMap();

function provideStore(refClass, keyName) {
  native.needStack();
  if (typeof keyName !== 'string' || !isWellFormed(keyName)) {
    throw new NativeTypeError('the key name of a store must be a string');
  }
  const what = refClass === strongStoreClass ? 's' : 'w';
  const count = countOf(storesSoFar, what + keyName);
  const known = count === -1 ? -1 : native.findBinding(what, count, keyName);
  if (known !== -1) return bringBackStore(known);
  const store = new StoreSlot(refClass, takeId(), keyName);
  knowAsEmpty(store);
  markStoreChanged(store);
  if (count !== -1) native.bindStore(refClass, count, keyName, store.id);
  return makeStoreFacade(store);
}

function bringBackStore(id) {
  const known = lookup(2 * id);
  if (known !== undefined) return known;
  const record = native.readStore(id);
  if (record === undefined) return corrupt(`store ${id} is unknown`);
  const [strong, size, nextOrdinal, keyName] = record;
  const store = new StoreSlot(strong ? strongStoreClass : weakStoreClass, id, keyName);
  store.size = size;
  store.nextOrdinal = nextOrdinal;
  store.isStored = true;
  return makeStoreFacade(store);
}

const makeStore = (keyName = 'key') => provideStore(strongStoreClass, keyName);
const makeWeakStore = (keyName = 'key') => provideStore(weakStoreClass, keyName);
