// Promises that this vat decides and other vats know of, from their first naming to the syscall that tells how they were
// settled.
//
// What is settled waits in `toResolve` until the next send or the end of the crank and goes out in one syscall: until that
// returns all of them keep their names, so that values which hold each other, or themselves, name them and end. It goes
// before the sends of later turns, since those may be what the settlement led to.
const exportedPromises = new NativeMap();  // by number, while they are not resolved

class ToResolve {
  constructor(refClass, id, slot, rejected, value, isAdmitted) {
    this.refClass = refClass;
    this.id = id;
    this.slot = slot;  // of the promise that has the name; undefined where this heap has none
    this.rejected = rejected;
    this.value = value;
    this.isAdmitted = isAdmitted;
  }
}

let toResolve = [];
let isResolving = false;

// For a message: the index of its reference.
function exportPromise(slot, promise) {
  if (slot.importId !== -1) return refIndex(importedPromiseClass, slot.importId);
  if (slot.exportId === -1) {
    slot.exportId = takeId();
    mapSet(exportedPromises, slot.exportId, promise);
    tellWhenSettled(slot, promise);
  }
  return refIndex(promiseClass, slot.exportId);
}

function tellWhenSettled(slot, promise) {
  const id = slot.exportId;
  const state = native.promiseState(promise);
  if (isResolving && state !== 'pending') {
    resolveSoon(promiseClass, id, slot, state === 'rejected', native.promiseResult(promise), false);
    promiseThen(promise, ignore, ignore);
    return;
  }
  const settle = rejected => value => resolveSoon(promiseClass, id, slot, rejected, value, false);
  promiseThen(promise, settle(false), settle(true));
}

function resolveSoon(refClass, id, slot, rejected, value, isAdmitted) {
  arrayPush(toResolve, new ToResolve(refClass, id, slot, rejected, value, isAdmitted));
}

// The list grows under way by settled promises that the values hold and that have no name yet.
function flushResolutions() {
  if (toResolve.length === 0 || isResolving) return;
  isResolving = true;
  try {
    for (let i = 0; i < toResolve.length; i += 1) encodeResolution(toResolve[i], i);
  } finally {
    isResolving = false;
  }
  const resolved = toResolve;
  toResolve = [];
  for (let i = 0; i < resolved.length; i += 1) endName(resolved[i]);
}

function encodeResolution(resolution, index) {
  const { refClass, id } = resolution;
  if (!resolution.isAdmitted) {
    const settled = admitSettlement(resolution.rejected, resolution.value, ofPromise);
    resolution.rejected = settled.rejected;
    resolution.value = settled.value;
    resolution.isAdmitted = true;
  }
  startEncoding();
  forMessage = true;
  encode(resolution.value);
  const isLast = index === toResolve.length - 1;
  native.resolve(refClass, id, resolution.rejected, position, refCount, index, isLast);
}

// The kernel and this vat know the promise no longer by that name.
function endName({ refClass, id, slot }) {
  if (slot === undefined) return;  // it had the name in the kernel alone
  slot.importId = -1;
  slot.exportId = -1;
  if (refClass === promiseClass) mapDelete(exportedPromises, id);
  unregister(refKey(refClass, id));
}
