// Promises that have a name outside the heap (SPEC §6, §8.3): kept in the store, sent in a message, or decided elsewhere.
//
// A promise in the store lives as long as the incarnation; how it was settled is written down, so that settled ones last.
// One that the kernel decides (the result of a message to another vat, or one that arrived in a message) has a target
// while it is undecided, so that messages to it are pipelined to whoever decides it.
class PromiseSlot {
  constructor() {
    this.refClass = promiseClass;
    this.settle = true;          // told from other slots by this
    this.id = -1;                // its number in the store, once it is kept there
    this.exportId = -1;          // its number for the kernel while that knows it; a settled promise gets a new one
    this.importId = -1;          // the kernel's number, of one that was received and is undecided
    this.undecided = undefined;  // { resolve, reject, refClass, id } while the kernel decides it
  }
}

const ignore = () => {};

const givePromiseSlot = promise => {
  let slot = slotOf(promise);
  if (slot === undefined) {
    slot = new PromiseSlot();
    stamp(promise, slot);
  }
  return slot;
};

// For the store: the index of its reference.
function keepPromise(slot, promise) {
  if (slot.id === -1) {
    slot.id = takeId();
    mapSet(heapObjects, slot.id, promise);
    if (native.promiseState(promise) === 'pending') {
      promiseThen(promise, value => writeSettled(slot, false, value), reason => writeSettled(slot, true, reason));
    } else {
      arrayPush(settledToWrite, promise);
    }
  }
  return refIndex(promiseClass, slot.id);
}

// Promises that were settled when they were first encoded; written when that encoding is done.
let settledToWrite = [];
function writeSettledPromises() {
  while (settledToWrite.length > 0) {
    const promise = arrayPop(settledToWrite);
    writeSettled(slotOf(promise), native.promiseState(promise) === 'rejected', native.promiseResult(promise));
  }
}

function writeSettled(slot, rejected, value) {
  const settled = admitSettlement(rejected, value, 'the value of a promise');
  startEncoding();
  encode(settled.value);
  native.writePromise(slot.id, settled.rejected, position, refCount);
}

// What a promise is settled with, as far as that is passable; an error that says why where it is not (§10).
function admitSettlement(rejected, value, what) {
  const refusal = admit(value);
  if (refusal === undefined) return { rejected, value };
  const error = rejected
    ? new NativeError(`the reason of a rejection is not passable: ${refusal.reason}`)
    : new NativeTypeError(`cannot return ${what}${refusal.path}: ${refusal.reason}`);
  admit(error);
  return { rejected: true, value: error };
}

function bringBackPromise(id) {
  const kept = mapGet(heapObjects, id);
  if (kept !== undefined) return kept;
  const rejected = native.readPromise(id);
  const slot = new PromiseSlot();
  slot.id = id;
  let settle;
  const promise = new NativePromise((resolve, reject) => {
    settle = rejected === false ? resolve : reject;
  });
  promiseThen(promise, ignore, ignore);
  stamp(promise, slot);
  native.register(2 * id, promise);  // first, since its value may hold the promise itself
  try {
    settle(rejected === undefined ? makeRestartError() : decodeFound(1)[0]);
  } catch (error) {
    native.unregister(2 * id);
    throw error;
  }
  return promise;
}

// For a message: the index of its reference.
function exportPromise(slot, promise) {
  if (slot.importId !== -1) return refIndex(importedPromiseClass, slot.importId);
  if (slot.exportId === -1) {
    const id = takeId();
    const settle = rejected => value => {
      sendResolution(promiseClass, id, rejected, value, 'the value of a promise');
      slot.exportId = -1;  // after its value was sent, which may hold the promise itself
      mapDelete(heapObjects, id);
    };
    slot.exportId = id;
    mapSet(heapObjects, id, promise);
    promiseThen(promise, settle(false), settle(true));
  }
  return refIndex(promiseClass, slot.exportId);
}

function sendResolution(refClass, id, rejected, value, what) {
  const settled = admitSettlement(rejected, value, what);
  startEncoding();
  forMessage = true;
  encode(settled.value);
  native.resolve(refClass, id, settled.rejected, position, refCount);
}

// A promise that the kernel decides, under the name that notify will use.
const undecided = new NativeMap();  // by RefKey

function makeUndecided(slot, refClass, id) {
  const promise = new NativePromise((resolve, reject) => {
    slot.undecided = { resolve, reject, refClass, id };
  });
  promiseThen(promise, ignore, ignore);
  stamp(promise, slot);
  mapSet(undecided, refKey(refClass, id), slot);
  native.register(refKey(refClass, id), promise);
  native.subscribe(refClass, id);
  return promise;
}

function importPromise(id) {
  const slot = new PromiseSlot();
  slot.importId = id;
  return makeUndecided(slot, importedPromiseClass, id);
}

function makeResultPromise(id) {
  const slot = new PromiseSlot();
  slot.exportId = id;
  return makeUndecided(slot, promiseClass, id);
}

// The kernel's word on a promise; its value is the last read.
function settleUndecided(refClass, id, rejected) {
  let value;
  try {
    [value] = decodeFound(1);
  } catch (error) {
    return settleHere(refClass, id, true, error);  // of a kit maker
  }
  return settleHere(refClass, id, rejected, value);
}

function settleHere(refClass, id, rejected, value) {
  const key = refKey(refClass, id);
  const slot = mapGet(undecided, key);
  if (slot === undefined) return;
  mapDelete(undecided, key);
  const { resolve, reject } = slot.undecided;
  slot.undecided = undefined;
  slot.importId = -1;
  slot.exportId = -1;
  if (rejected) reject(value);
  else resolve(value);
}
