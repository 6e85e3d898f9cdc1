// The state cache: decoded state and store entries, bounded in bytes. What is in the cache keeps its object
// in memory, so that an object in use is not made anew; what is not is kept by nobody here. Who leaves when there is no room is
// for seats.js to say.
//
// Its members ("cells") are ObjectRecords (objects.js) and store Entries (stores.js), which both have
//   used      the crank of its last use (cacheClock), 0 where that is too long ago
//   since     the crank that brought it in, 0 where it was looked at since
//   dirty     changed since it was last written; written out before it is dropped, at the latest when the crank ends
//   size      its bytes, about
//   place     its seat, -1 outside
//   seatName() a number that tells it from others, also once it was dropped
//   overhead  what it costs beside its encoded bytes: the objects that stand for it, measured
//   save()    writes it to the crank
//   drop()    forgets what was decoded
//   isStored    whether there is a record of it
//   storedRefs  the references in that record (listRefs); undefined where it has none
let cachedBytes = 0;
// What the kernel divides its memory by is in cacheNumbers: the bound, which it sets, and what it is told.
const cacheMax = 0;
const cacheHeld = 1;
const cacheEvicted = 2;
const cacheHits = 3;
const cacheMisses = 4;
let loads = 0;  // of what was used and was not in the cache

const objectOverhead = 650;
const entryOverhead = 220;

let dirtyCells = [];
let saves = 0;  // of cells so far: what is decoded while this grows may be old

const markDirty = cell => {
  if (!cell.dirty) {
    arrayPush(dirtyCells, cell);
    cell.dirty = true;
  }
};

// Half a save would be a lost write: whatever ends it early, a stack that ran out above all, ends the crank.
const saveAll = () => {
  const cells = dirtyCells;
  dirtyCells = [];
  try {
    for (let i = 0; i < cells.length; i += 1) {
      if (cells[i].dirty) {
        cells[i].dirty = false;
        saves += 1;
        cells[i].save();
      }
    }
    saveStores();
  } catch {
    native.stop('the vat ran out of stack while its objects were saved');
  }
};

// Each record tells the kernel of the references that it gains and loses (RefChanges of protocol/syscall_port.h). Most hold
// none, or the same as before: that is found out here; what differs is for C++ (ref_changes.h).
const newRecord = -2;
const sameRefs = -1;
const bytesOfRef = 16;

// One is a number, where it fits, which takes the least room.
const classesPacked = 1024;
const packRef = (refClass, id) => (refClass < classesPacked && id < 2 ** 42 ? small(id * classesPacked + refClass) : -1);

const listRefs = count => {
  if (count === 0) return undefined;
  const packed = count === 1 ? packRef(refs[0], refs[1]) : -1;
  if (packed !== -1) return packed;
  const list = [];
  for (let i = 0; i < 2 * count; i += 1) arrayPush(list, refs[i]);
  return arraySlice(list);
};

// How many references the stored record of `cell` holds, which then are in formerRefs.
function giveFormerRefs({ storedRefs }) {
  if (storedRefs === undefined) return 0;
  if (typeof storedRefs === 'number') {
    formerRefs[0] = storedRefs % classesPacked;
    formerRefs[1] = floor(storedRefs / classesPacked);
    return 1;
  }
  const { length } = storedRefs;
  if (length > formerRefs.length) native.reserve(0, length / 2);
  for (let i = 0; i < length; i += 1) formerRefs[i] = storedRefs[i];
  return length / 2;
}

// What a native is told of the references before: `cell` was encoded, and is about to be written.
function compareRefs(cell) {
  if (!cell.isStored) return newRecord;
  const { storedRefs } = cell;
  if (storedRefs === undefined) return refCount === 0 ? sameRefs : 0;
  if (typeof storedRefs === 'number') {
    return refCount === 1 && packRef(refs[0], refs[1]) === storedRefs ? sameRefs : giveFormerRefs(cell);
  }
  let i = storedRefs.length;
  if (i === 2 * refCount) {
    while (i > 0 && storedRefs[i - 1] === refs[i - 1]) i -= 1;
    if (i === 0) return sameRefs;
  }
  return giveFormerRefs(cell);
}

const noteWritten = (cell, former) => {
  cell.isStored = true;
  if (former !== sameRefs) cell.storedRefs = listRefs(refCount);
};

const resize = (cell, encodedBytes) => {
  const size = cell.overhead + encodedBytes;
  if (cell.place !== -1) {
    cachedBytes += size - cell.size;
    if (isInQueue(cell)) queueBytes += size - cell.size;
  }
  cell.size = size;
};

// Takes in a cell of that size that is outside, and others out where there is no room.
const takeIn = (cell, size) => {
  cell.size = size;
  takePlace(cell);
  cachedBytes += size;
  // not deep in a recursion, where saving could run out of stack half way
  if (cachedBytes > cacheNumbers[cacheMax] && native.hasStack()) makeRoom(cell);
};

const keep = (cell, encodedBytes) => {
  if (cell.place === -1) takeIn(cell, cell.overhead + encodedBytes);
  else resize(cell, encodedBytes);
};

// A changed cell was given a value of so many bytes, which count from now on; how many they are in truth, saving tells.
const noteGrowth = (cell, byteCount) => {
  cell.size += byteCount;
  if (cell.place === -1) return;
  cachedBytes += byteCount;
  if (isInQueue(cell)) queueBytes += byteCount;
  if (cachedBytes > cacheNumbers[cacheMax] && native.hasStack()) makeRoom(cell);
};

const forget = cell => {
  if (cell.place === -1) return;
  leavePlace(cell);
  cachedBytes -= cell.size;
};

// Down to 7/8 of the bound, so that dirty cells are written many at a time.
function makeRoom(exempt) {
  saveAll();
  makeRoomForNames();
  const before = cachedBytes;
  const goal = cacheNumbers[cacheMax] * 7 / 8;
  let looks = 2 * seatsTaken();
  while (cachedBytes > goal && seatsTaken() > 1 && looks > 0) {
    looks -= 1;
    const cell = nextToLeave(exempt);  // or a Ghost (ghosts.js)
    if (cell !== undefined) {
      noteDropped(cell);
      forget(cell);
      cell.drop();
    }
  }
  cacheNumbers[cacheEvicted] += before - cachedBytes;
  native.clearKept();
}

const tellCacheUse = () => {
  cacheNumbers[cacheHeld] = cachedBytes;
  cacheNumbers[cacheHits] += max(0, cacheClock.uses - loads);
  cacheNumbers[cacheMisses] += loads;
  loads = 0;
};

// Between cranks, where others need the room.
function shrinkCache() {
  if (cachedBytes > cacheNumbers[cacheMax]) makeRoom(undefined);
  mapClear(droppedData);
  cacheNumbers[cacheEvicted] = 0;
  tellCacheUse();
}

// Writes everything out and forgets what was decoded.
function emptyCache() {
  saveAll();
  forEachSeat(cell => {
    forget(cell);
    cell.drop();
  });
  mapClear(droppedData);
}

// §4.4: data that was read once in this crank is the same (===) when it is read again, also when its cell was dropped in
// between. Held weakly: only who still has the data can tell. Keyed by object number; gone with the crank.
let droppedData = new NativeMap();
let droppedDataMax = 1024;

const isData = value => typeof value === 'object' && value !== null && slotOf(value) === undefined;

const rememberDropped = (id, list) => {
  let weak;
  for (let i = 0; i < list.length; i += 1) {
    if (isData(list[i])) {
      weak ??= [];
      weak[i] = new NativeWeakRef(list[i]);
    }
  }
  if (weak === undefined) return;
  mapSet(droppedData, id, weak);
  if (mapSize(droppedData) > droppedDataMax) sweepDropped();
};

const weakRefDeref = uncurryThis(NativeWeakRef.prototype.deref);
function sweepDropped() {
  mapForEach(droppedData, (weak, id) => {
    if (!arraySome(weak, ref => ref !== undefined && weakRefDeref(ref) !== undefined)) mapDelete(droppedData, id);
  });
  droppedDataMax = max(1024, 2 * mapSize(droppedData));
}

const recallDropped = (id, list) => {
  const weak = mapGet(droppedData, id);
  if (weak === undefined) return;
  for (let i = 0; i < list.length; i += 1) {
    if (weak[i] !== undefined) list[i] = weakRefDeref(weak[i]) ?? list[i];
  }
  mapDelete(droppedData, id);
};
