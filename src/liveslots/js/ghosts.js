// Seats of the state cache (cache.js) while V8 collects for the kernel: the cache holds its cells weakly then, or what vat
// code has dropped would be held by it alone. A cell that is gone leaves a ghost in its seat, of the same size, which is
// dropped when the cell would have been, and gives the seat to what stands for the object when it is brought back: so the
// cache writes at the same moments whether there was a collection or not.
//
// Data in state keeps its identity as long as vat code has a part of it: a ghost keeps what it was made of, weakly where
// that refers to objects.
class Ghost {
  constructor(cell) {
    this.used = cell.used;
    this.since = cell.since;
    this.seatNumber = cell.seatName();
    this.dirty = false;
    this.size = cell.size;
    this.place = cell.place;
    this.cell = new NativeWeakRef(cell);  // undefined where it is to be made anew
    this.storedRefs = cell.storedRefs;
    this.list = undefined;      // the cell's values, where they refer to nothing
    this.weakList = undefined;  // a WeakRef to them, where they do
    this.tied = undefined;      // from the data in them to them
    this.home = undefined;      // the Map in which it waits for its cell to come back, and its name there
    this.name = undefined;
  }
  seatName() {
    return this.seatNumber;
  }
  // A list of the values, as far as anybody could tell them from others.
  recall() {
    return this.list ?? (this.weakList === undefined ? undefined : weakRefDeref(this.weakList));
  }
  drop() {
    mapDelete(this.home, this.name);
    const list = this.recall();
    if (list !== undefined && this.home === ghostRecords) rememberDropped(this.name, list);
  }
}

const ghostRecords = new NativeMap();  // by object number
const ghostPrimitives = new NativeMap();  // by store number and then as in the store's own maps
const ghostObjects = new NativeMap();

function keepList(ghost, list) {
  if (ghost.storedRefs === undefined) {
    ghost.list = list;
  } else {
    ghost.weakList = new NativeWeakRef(list);
    for (let i = 0; i < list.length; i += 1) tieData(ghost, list[i], list);
  }
}

function tieData(ghost, value, list) {
  if (typeof value !== 'object' || value === null) return;
  const slot = slotOf(value);
  if (slot !== undefined && slot.tag === undefined) return;
  ghost.tied ??= new NativeWeakMap();
  weakMapSet(ghost.tied, value, list);
  if (isArray(value)) {
    for (let i = 0; i < value.length; i += 1) tieData(ghost, value[i], list);
    return;
  }
  const isError = slot === undefined && getPrototypeOf(value) !== ObjectPrototype;
  const names = isError ? errorParts : keys(value);
  for (let i = 0; i < names.length; i += 1) tieData(ghost, errorPart(value, names[i])?.value, list);
}

let parked = [];

// Before a collection: everything is written, so a cell can be had again from its record.
function parkCells() {
  setClear(weakStoresInCache);
  forEachSeat(cell => {
    if (cell instanceof Ghost) return;
    const ghost = new Ghost(cell);
    if (cell instanceof ObjectRecord) {
      ghost.home = ghostRecords;
      ghost.name = cell.id;
      if (cell.isLoaded) keepList(ghost, cell.values());
    } else {
      parkEntry(ghost, cell);
    }
    setAtPlace(ghost.place, ghost);
    arrayPush(parked, ghost);
  });
}

function parkEntry(ghost, entry) {
  const { store, number, key, value } = entry;
  const homes = number === -1 ? ghostPrimitives : ghostObjects;
  ghost.home = mapGet(homes, store.id);
  if (ghost.home === undefined) {
    ghost.home = new NativeMap();
    mapSet(homes, store.id, ghost.home);
  }
  ghost.name = number === -1 ? key : number;
  if (!entry.present) {
    // that a key has no entry is no reason to hold it
    if (number !== -1) {
      mapDelete(store.objects, number);
      ghost.cell = undefined;
    }
    return;
  }
  if (value === unread) return;
  keepList(ghost, [value]);
  // the value of a key that is gone is not held by its store
  if (store.refClass === weakStoreClass && ghost.list === undefined) entry.value = unread;
}

// After it.
function seatCells() {
  for (let i = 0; i < parked.length; i += 1) {
    const ghost = parked[i];
    const cell = ghost.cell === undefined ? undefined : weakRefDeref(ghost.cell);
    if (cell === undefined) {
      mapSet(ghost.home, ghost.name, ghost);
    } else {
      setAtPlace(ghost.place, cell);
      if (cell instanceof Entry && cell.store.refClass === weakStoreClass) noteWeakStore(cell.store);
      if (cell.value === unread) cell.value = ghost.recall()?.[0] ?? unread;
    }
    ghost.cell = undefined;
  }
  parked = [];
}

// The seat of a ghost for its cell, and the values it had; undefined where it has none.
function takeSeat(home, name, cell) {
  const ghost = mapGet(home, name);
  if (ghost === undefined) return undefined;
  mapDelete(home, name);
  cell.used = ghost.used;
  cell.since = ghost.since;
  cell.size = ghost.size;
  cell.place = ghost.place;
  setAtPlace(ghost.place, cell);
  return ghost;
}

function seatRecord(record) {
  if (mapSize(ghostRecords) === 0) return;
  const ghost = takeSeat(ghostRecords, record.id, record);
  if (ghost === undefined) return;
  const values = ghost.recall();
  if (values !== undefined) {
    record.setValues(values);
    record.storedRefs = ghost.storedRefs;
  } else {
    // as hot as before, but used in no crank, since its values are not here
    record.used = -abs(record.used);
    record.since = -abs(record.since);
  }
}

// Whether there was a seat for the entry, which was just read.
function seatEntry(entry) {
  const home = mapGet(entry.number === -1 ? ghostPrimitives : ghostObjects, entry.store.id);
  if (home === undefined) return false;
  const ghost = takeSeat(home, entry.number === -1 ? entry.key : entry.number, entry);
  if (ghost === undefined) return false;
  const list = ghost.recall();
  if (list !== undefined) [entry.value] = list;
  return true;
}
