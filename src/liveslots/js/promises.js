// Promises that have a name outside the heap (SPEC §6, §8.3), and of those the ones that are kept in the store.
//
// A promise in the store lives as long as the incarnation; how it was settled is written down, so that settled ones last.
class PromiseSlot {
  constructor() {
    this.refClass = promiseClass;
    this.settle = true;          // told from other slots by this
    this.id = -1;                // its number in the store, once it is kept there
    this.exportId = -1;          // its number for the kernel while that knows it; a settled promise gets a new one
    this.importId = -1;          // the kernel's number, of one that was received and is not settled
    this.undecided = undefined;  // its Pending while the kernel decides it (pending.js)
    this.isAwaited = false;      // kept in the store, and neither settled nor released
    this.isReleased = false;
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

// By number: the ones that cannot be brought back as they are, until they are released. A settled one is held weakly, since
// its record says all of it, unless something is found by its identity.
const keptPromises = new NativeMap();
let unsettledKept = 0;

const promiseKeys = new NativeWeakSet();  // those that are keys of weak collections
const isFoundByIdentity = promise => weakSetHas(promiseKeys, promise) || weakMapHas(handlings, promise);

const setAwaited = (slot, isAwaited) => {
  if (slot.isAwaited !== isAwaited) unsettledKept += isAwaited ? 1 : -1;
  slot.isAwaited = isAwaited;
};

// For the store: the index of its reference.
function keepPromise(slot, promise) {
  if (slot.id === -1) {
    slot.id = takeId();
    mapSet(keptPromises, slot.id, promise);
    native.register(2 * slot.id, promise);
    if (native.promiseState(promise) === 'pending') {
      setAwaited(slot, true);
      const settle = rejected => value => {
        setAwaited(slot, false);
        writeSettled(slot, rejected, value);
      };
      promiseThen(promise, settle(false), settle(true));
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
  const settled = admitSettlement(rejected, value, ofPromise);
  startEncoding();
  encode(settled.value);
  native.writePromise(slot.id, settled.rejected, position, refCount);
  const promise = mapGet(keptPromises, slot.id);
  if (promise !== undefined && !isFoundByIdentity(promise)) mapDelete(keptPromises, slot.id);
}

// What a promise is settled with, as far as that is passable; an error that says why where it is not (§10), and calls the
// value what `origin.what` does.
const ofPromise = { what: 'the value of a promise' };
function admitSettlement(rejected, value, origin) {
  const refusal = admit(value);
  if (refusal === undefined) return { rejected, value };
  const error = rejected
    ? new NativeError(`the reason of a rejection is not passable: ${refusal.reason}`)
    : new NativeTypeError(`cannot return ${origin.what}${refusal.path}: ${refusal.reason}`);
  admit(error);
  return { rejected: true, value: error };
}

function bringBackPromise(id) {
  const kept = mapGet(keptPromises, id) ?? mapGet(exportedPromises, id);
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
    unregister(2 * id);
    throw error;
  }
  return promise;
}
