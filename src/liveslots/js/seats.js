// Who sits in the state cache (cache.js), and who leaves when room is wanted.
//
// Who comes in sits in a queue and leaves at its end, unless it was used in a later crank than the one that brought it in: then
// it goes to the ring. So does who comes back soon after it left. So a look at very many objects passes through the queue and
// spares what is used often; what one crank does with an object counts once, however many properties it reads. The ring is
// CLOCK's: a hand goes around, and who was used since it passed last stays.
//
// A cell's place is its index in the ring, or -2 less its index in the queue, and -1 while it is outside.
const ring = [];
let hand = 0;
let queue = [];
let queueStart = 0;   // before it, all have left
let queueCount = 0;
let queueBytes = 0;
const queueShare = 0.3;  // of all bytes: where there are more, the queue's are dropped
let isQueueStuck = false;  // the last look at it found one that must stay
let droppedLately = new NativeFloat64Array(0);  // their names + 1, each where its bits say

// `now` counts this heap's cranks; `uses` the cells that this one has used, each once or once more after the hand passed. So
// every read says `if (cell.used !== cacheClock.now) touch(cell)`, or the same without the call.
const cacheClock = { now: 1, uses: 0 };
const cranksMax = 2 ** 30;  // beyond, V8 counts on the heap
const nextCrankOfCache = () => {
  cacheClock.now = cacheClock.now === cranksMax ? 1 : cacheClock.now + 1;
  cacheClock.uses = 0;
};
const touch = cell => {
  cell.used = cacheClock.now;
  cacheClock.uses += 1;
};

// Used in a later crank than the one that brought it in, or since the hand passed.
const isHot = cell => cell.used !== cell.since && cell.used !== 0;
const makeCold = cell => {
  cell.used = 0;
  cell.since = 0;
};

const seatsTaken = () => ring.length + queueCount;
const isInQueue = cell => cell.place < -1;

function takePlace(cell) {
  cell.used = cacheClock.now;
  cell.since = cacheClock.now;
  if (wasDroppedLately(cell)) {
    cell.since = 0;
    enterRing(cell);
  } else {
    if (queue.length > 2 * queueCount + 64) closeUpQueue();
    enterQueue(cell);
  }
}

function enterRing(cell) {
  cell.place = ring.length;
  arrayPush(ring, cell);
}

function enterQueue(cell) {
  cell.place = -2 - queue.length;
  arrayPush(queue, cell);
  queueCount += 1;
  queueBytes += cell.size;
}

function leavePlace(cell) {
  if (isInQueue(cell)) {
    queue[-2 - cell.place] = undefined;
    queueCount -= 1;
    queueBytes -= cell.size;
  } else {
    const last = arrayPop(ring);
    if (last !== cell) {
      ring[cell.place] = last;
      last.place = cell.place;
    }
  }
  cell.place = -1;
}

// `cell` instead of who sits there, of the same size.
const setAtPlace = (place, cell) => {
  if (place < -1) queue[-2 - place] = cell;
  else ring[place] = cell;
};

function closeUpQueue() {
  const before = queue;
  queue = [];
  for (let i = queueStart; i < before.length; i += 1) {
    const cell = before[i];
    if (cell !== undefined) {
      cell.place = -2 - queue.length;
      arrayPush(queue, cell);
    }
  }
  queueStart = 0;
}

// use(cell), which may take the seat of that one but of no other.
function forEachSeat(use) {
  for (let i = queueStart; i < queue.length; i += 1) {
    if (queue[i] !== undefined) use(queue[i]);
  }
  for (let i = ring.length - 1; i >= 0; i -= 1) use(ring[i]);
}

// The next one that is looked at when room is wanted: it is given a place further back, or it is returned and may leave.
function nextToLeave(exempt) {
  const isQueueNext = queueBytes > queueShare * cachedBytes && !isQueueStuck;
  isQueueStuck = false;
  if (isQueueNext || ring.length === 0) return nextOfQueue(exempt);
  if (hand >= ring.length) hand = 0;
  const cell = ring[hand];
  if (!isHot(cell) && cell !== exempt && !cell.dirty) return cell;
  makeCold(cell);
  hand += 1;
  return undefined;
}

function nextOfQueue(exempt) {
  while (queue[queueStart] === undefined) queueStart += 1;
  const cell = queue[queueStart];
  const staysOn = isHot(cell);
  if (!staysOn && cell !== exempt && !cell.dirty) return cell;
  leavePlace(cell);
  makeCold(cell);
  if (staysOn) {
    enterRing(cell);
  } else {
    enterQueue(cell);
    isQueueStuck = true;
  }
  return undefined;
}

// Where the name of a cell that leaves is noted, until another takes its place there.
const placeOfName = name => ((name / 2) >>> 0) & (droppedLately.length - 1);

const noteDropped = cell => {
  const name = cell.seatName();
  droppedLately[placeOfName(name)] = name + 1;
};

function wasDroppedLately(cell) {
  if (droppedLately.length === 0) return false;
  const name = cell.seatName();
  return droppedLately[placeOfName(name)] === name + 1;
}

// As many names as there are seats, in a power of two.
function makeRoomForNames() {
  const seats = seatsTaken();
  if (droppedLately.length >= seats) return;
  let length = 64;
  while (length < seats) length *= 2;
  droppedLately = new NativeFloat64Array(length);
}

const nameCharsMax = 32;
const mixName = (hash, number) => imul(hash ^ number, 0x01000193);

// Names of cells: even ones of objects, odd ones of entries, where two may have the same, to no harm but to that of a seat.
const nameOfRecord = id => 2 * id;
const nameOfEntry = (storeId, number, key) => {
  let hash = mixName(imul(storeId, 0x9e3779b1), number === -1 ? 0 : number ^ (number / 4294967296));
  if (typeof key === 'number') hash = mixName(hash, key);
  if (typeof key === 'string') {
    hash = mixName(hash, key.length);
    for (let i = max(0, key.length - nameCharsMax); i < key.length; i += 1) hash = mixName(hash, stringCharCodeAt(key, i));
  }
  return 2 * (hash >>> 0) + 1;
};
