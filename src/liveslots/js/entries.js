// Entries of stores (SPEC §5): they live in the crank buffer and below; decoded ones are cells of the cache (cache.js),
// found by their key in a map of their store. A weak store holds no key: its entries are found by the key's number.
class StoreSlot {
  constructor(refClass, id, keyName) {
    this.refClass = refClass;
    this.id = id;
    this.keyName = keyName;
    this.iface = refClass === strongStoreClass ? 'Alleged: store' : 'Alleged: weakStore';
    this.size = 0;
    this.nextOrdinal = 0;
    this.isStored = false;         // whether there is a record of it
    this.changed = false;          // size and nextOrdinal since they were written
    this.changes = 0;              // counts every init, set and delete, for walks under way
    this.primitives = new PrimitiveMap();  // the entries that are cached
    this.objects = new NativeMap();        // the same, by the RefKeys of objects
    // What spares a look into the store for a key that is not there. Of a store that this heap has made:
    this.isWhole = false;          // all its entries are cached
    this.topNumber = Infinity;     // no number beyond it is a key
    this.heapEntries = undefined;  // a weak store's: from objects that have no number
    this.isReleased = false;
    this.facade = undefined;       // so that a store with cached or changed entries is not made twice
  }
}

const knowAsEmpty = store => {
  store.isWhole = true;
  store.topNumber = -Infinity;
};

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
    const { refClass, id, size, nextOrdinal, keyName, isStored } = stores[i];
    stores[i].changed = false;
    stores[i].isStored = true;
    native.writeStore(id, refClass === strongStoreClass, size, nextOrdinal, keyName, !isStored);
  }
}

// Stores with entries in a WeakMap keep their slot, so that the entries are not lost with a facade that nobody holds.
const storesWithHeapEntries = new NativeSet();

class Entry {
  // What every read looks at stands first.
  constructor(store, key, keySlot, number, ordinal) {
    this.present = false;
    this.value = undefined;
    this.used = 0;
    this.dirty = false;
    this.store = store;
    this.key = key;          // the key of a strong store
    this.number = number;    // the RefKey of an object key; -1 of a primitive one
    this.keySlot = keySlot;  // of an object key of a strong store; of a weak one only while the key's init is under way
    this.ordinal = ordinal;  // of an object key of a strong store; -1 while it has no place
    this.isStored = false;
    this.storedRefs = undefined;
    this.since = 0;
    this.size = 0;
    this.place = -1;
  }
  get overhead() {
    return entryOverhead;
  }
  seatName() {
    return nameOfEntry(this.store.id, this.number, this.key);
  }
  writeKey() {
    if (this.store.refClass === weakStoreClass) writeRefKey(this.number);
    else if (this.number !== -1) writeOrdinalKey(this.ordinal);
    else writePrimitiveKey(this.key);
  }
  save() {
    const { store, keySlot } = this;
    const isObjectKey = this.number !== -1 && store.refClass === strongStoreClass;
    // stays at hand until it is known whether its init succeeds (§3.2), and its key's shape
    if (keySlot !== undefined && keySlot.phase === phaseInit) markDirty(this);
    else if (!isObjectKey) this.keySlot = undefined;
    if (!this.present) {
      if (this.isStored) this.erase(isObjectKey);
      this.ordinal = -1;
      return;
    }
    this.writeKey();
    startEncoding();
    if (isObjectKey) {
      if (keySlot.isReleased) strengthen(keySlot, this.key);
      refIndex(keySlot.refClass, keySlot.id);
      if (!this.isStored) {
        native.writeOrdinal(store.id, this.number, this.ordinal, namesNoIface(keySlot.refClass) ? keySlot.iface : '');
      }
    }
    encode(this.value);
    if (position + keyLength > valueBytesMax) native.overLimit('valueMB');
    const former = compareRefs(this);
    native.writeEntry(store.refClass, store.id, keyBytes, keyLength, position, refCount, former);
    noteWritten(this, former);
    resize(this, position + keyLength + bytesOfRef * refCount);
    trimKey();
  }
  erase(isObjectKey) {
    const { store } = this;
    this.writeKey();
    native.eraseEntry(store.refClass, store.id, keyBytes, keyLength, giveFormerRefs(this));
    if (isObjectKey) native.eraseOrdinal(store.id, this.number);
    this.isStored = false;
    this.storedRefs = undefined;
    trimKey();
  }
  drop() {
    if (this.isStored) this.store.isWhole = false;
    if (this.number === -1) this.store.primitives.remove(this.key);
    else dropNumbered(this);
  }
}

const dropNumbered = ({ store, number }) => {
  mapDelete(store.objects, number);
  if (store.refClass === weakStoreClass && mapSize(store.objects) === 0) setDelete(weakStoresInCache, store);
};

function writeRefKey(number) {
  writeOrdinalKey(number);
  for (let i = 1; i < keyLength; i += 1) keyBytes[i - 1] = keyBytes[i];
  keyLength -= 1;
}

// The value of an entry that is there but was not decoded: only reading it brings back what it refers to (§3).
const unread = freeze({});

const isSurelyAbsent = ({ store, key }) => store.isWhole || (typeof key === 'number' && key > store.topNumber);

const cachedEntry = ({ store, number, key }) => (number === -1 ? store.primitives.find(key) : mapGet(store.objects, number));

// Looks an entry up by the key that stands in keyBytes, and takes it into the cache. undefined where it was changed meanwhile.
function loadEntry(entry, wantsValue) {
  const { refClass, id } = entry.store;
  let size = keyLength;
  let value;
  const before = saves;
  const isLookedFor = !isSurelyAbsent(entry);
  const present = isLookedFor && native.readEntry(refClass, id, keyBytes, keyLength);
  if (isLookedFor) {
    loads += 1;
    cacheClock.uses += 1;
  }
  entry.isStored = present;
  if (present) {
    size += found[foundLength] + bytesOfRef * found[foundRefs];
    entry.storedRefs = listRefs(found[foundRefs]);
    value = wantsValue ? decodeFound(1)[0] : unread;
  }
  trimKey();
  // what was brought back may have run code that looked at the same entry, or changed it
  const known = cachedEntry(entry);
  if (known !== undefined) return known;
  if (saves !== before) return undefined;
  entry.present = present;
  entry.value = value;
  return takeEntryIn(entry, size);
}

let hadWeakEntries = false;
const weakStoresInCache = new NativeSet();  // those that have cached entries, which hold them anyway

const noteWeakStore = store => {
  setAdd(weakStoresInCache, store);
  if (!hadWeakEntries) native.noteWeakEntries();
  hadWeakEntries = true;
};

function takeEntryIn(entry, size) {
  const { store, number } = entry;
  if (store.refClass === weakStoreClass && mapSize(store.objects) === 0) noteWeakStore(store);
  if (number === -1) store.primitives.put(entry.key, entry);
  else mapSet(store.objects, number, entry);
  if (!seatEntry(entry)) keep(entry, size);
  return entry;
}

function findPrimitive(store, key, wantsValue) {
  let entry = store.primitives.find(key);
  while (entry === undefined) {
    if (!writePrimitiveKey(key)) return undefined;
    entry = loadEntry(new Entry(store, key === 0 ? 0 : key, undefined, -1, -1), wantsValue);
  }
  if (entry.used !== cacheClock.now) touch(entry);
  return entry;
}

const findObject = (store, key, slot, wantsValue) =>
  findNumbered(store, key, slot, refKey(slot.refClass, slot.id), wantsValue);

function findNumbered(store, key, slot, number, wantsValue) {
  let entry = mapGet(store.objects, number);
  while (entry === undefined) {
    const strong = store.refClass === strongStoreClass;
    const keySlot = strong || slot?.phase === phaseInit ? slot : undefined;
    const ordinal = strong && !store.isWhole ? native.readOrdinal(store.id, number) : -1;
    entry = new Entry(store, strong ? key : undefined, keySlot, number, ordinal);
    if (strong && entry.ordinal === -1) {
      entry = takeEntryIn(entry, 0);
    } else {
      entry.writeKey();
      entry = loadEntry(entry, wantsValue);
    }
  }
  if (entry.used !== cacheClock.now) touch(entry);
  return entry;
}

function readValue(entry) {
  if (entry.value === unread) {
    entry.writeKey();
    if (!native.readEntry(entry.store.refClass, entry.store.id, keyBytes, keyLength)) corrupt(`store ${entry.store.id} has lost an entry`);
    trimKey();
    const [value] = decodeFound(1);
    // what was brought back may have run code that changed the entry
    if (entry.value === unread) entry.value = value;
  }
  return entry.value;
}

// What was found may have been dropped since: by code of the vat's that the hardening of a value ran.
function atHand(entry) {
  const { store, key, keySlot, number } = entry;
  if (entry.place !== -1) return entry;
  return number === -1 ? findPrimitive(store, key, false) : findNumbered(store, key, keySlot, number, false);
}

function putEntry(found, value, byteCount) {
  const entry = atHand(found);
  const { store, keySlot } = entry;
  if (!entry.present) {
    if (store.refClass === strongStoreClass) {
      if (entry.ordinal !== -1) entry.save();  // leaves the place that it had before it was deleted
      store.size += 1;
      if (entry.number !== -1) {
        entry.ordinal = store.nextOrdinal;
        store.nextOrdinal += 1;
      }
      markStoreChanged(store);
    }
    if (keySlot !== undefined && keySlot.phase === phaseInit) noteUnderInit(keySlot, entry);
    entry.present = true;
  }
  if (typeof entry.key === 'number' && entry.key > store.topNumber) store.topNumber = entry.key;
  store.changes += 1;
  entry.value = value;
  markDirty(entry);
  if (byteCount > 0) noteGrowth(entry, byteCount);
}

// Entries whose key's init is under way, by the key's record: they go where it fails (§3.2).
const underInit = new NativeMap();

function noteUnderInit(record, entry) {
  const noted = mapGet(underInit, record);
  if (noted === undefined) mapSet(underInit, record, [entry]);
  else arrayPush(noted, entry);
}

function removeEntriesOf(record) {
  const noted = mapGet(underInit, record);
  if (noted === undefined) return;
  mapDelete(underInit, record);
  for (let i = 0; i < noted.length; i += 1) {
    if (noted[i].present) removeEntry(noted[i]);
  }
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
}
