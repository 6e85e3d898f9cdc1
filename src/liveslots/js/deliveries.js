// What the C++ side calls (liveslots_worker.cc): the start of an incarnation, deliveries, and the end of a crank.

let vatAdminId;

// What every incarnation is told first.
function configure(settings) {
  ({ vatName, incarnation, valueBytesMax, vatAdminId } = settings);
  [nextId, nextShape] = native.readCounters();
  starting = true;
}

// Tells the C++ side why the vat did not start: failed(error, name, message).
function tellFailure(failed, error) {
  const isError = isObject(error) && native.classify(error) === kindError;
  failed(error, isError ? errorName(error) : 'Error', isError ? errorMessage(error) : formatLog([error]));
}

// Runs the vat's module, whose evaluation is under way, to its root object. Calls done(methodNames), or failed as
// tellFailure does.
function start(moduleDone, moduleNamespace, done, failed) {
  const build = () => {
    const { buildRootObject } = moduleNamespace;
    if (typeof buildRootObject === 'function') {
      // the parameters are the last value read
      const [parameters] = native.readParameters() ? decodeFound(1) : [undefined];
      return buildRootObject(makeVatPowers(vatAdminId), parameters, provideBaggage());
    }
    const names = getOwnPropertyNames(moduleNamespace);
    if (names.length > 0) {
      throw new NativeTypeError(
        `a vat's module exports buildRootObject or nothing; this one exports ${arrayJoin(names, ', ')}`);
    }
    return Far('root', {});
  };
  const started = promiseThen(promiseThen(moduleDone, build), root => {
    adoptRoot(root);
    openOutbox();
    done(methodNames(root));
  });
  promiseCatch(started, error => tellFailure(failed, error));
}

// The root keeps its identity from one incarnation to the next (§8.3): it has a number that is always the same, and by
// which other vats know it, also where it is a virtual object and has a number of its own in the store.
function adoptRoot(root) {
  const refusal = admit(root);
  const slot = isObject(root) ? slotOf(root) : undefined;
  if (refusal !== undefined || slot === undefined || slot.id === undefined || slot.settle !== undefined
      || slot.refClass === importClass) {
    throw new NativeTypeError('the root object that buildRootObject returns must be an object of methods');
  }
  rootSlot = slot;
  if (slot.refClass === heapClass) {
    rootNumberBefore = slot.id;
    mapDelete(heapObjects, slot.id);
    slot.id = rootId;
  }
  mapSet(heapObjects, rootId, root);
  // what was read or stored before now names the root by what it was before
  const isKnownOtherwise = rootNumberBefore !== -1 || lookup(refKey(heapClass, rootId)) !== undefined;
  if (isKnownOtherwise) {
    unregister(refKey(heapClass, rootId));
    emptyCache();
  }
  native.register(refKey(heapClass, rootId), root);
  setForEach(storesWithHeapEntries, store => persistRootEntry(store, root, slot));
}

function provideBaggage() {
  const baggageId = 1;
  if (native.readStore(baggageId) === undefined) {
    const store = new StoreSlot(strongStoreClass, baggageId, 'baggage');
    knowAsEmpty(store);
    markStoreChanged(store);
    return makeStoreFacade(store);
  }
  return bringBackStore(baggageId);
}

// A message, which is the last value read (protocol/delivery.h). The result's promise has the name (resultClass, resultId):
// the kernel's, or of a message that came back to its sender this vat's own; resultId is -1 where nobody wants it.
function deliverMessage(refClass, id, resultClass, resultId) {
  if (resultClass === promiseClass && mapHas(fences, resultId)) return takeFence(resultId);
  const isWanted = resultId !== -1;
  const decision = isWanted ? takeDecision(resultClass, resultId) : undefined;
  const promise = refClass === promiseClass || refClass === importedPromiseClass ? decidedPromise(refClass, id) : undefined;
  let op;
  let name;
  let outcome;
  try {
    // runs kit makers, whose errors are the message's
    const message = decodeFoundMessage();
    op = message[0];
    name = message[1];
    const args = message[2];
    const target = promise ?? bringBack(refClass, id, '');
    const done = promise !== undefined || weakMapHas(handlings, target)
      ? send(op, target, name, freeze(args), isWanted)
      : perform(op, target, name, args);
    outcome = promiseResolve(done);
  } catch (error) {
    outcome = promiseReject(error);
  }
  if (isWanted) {
    decide(decision, outcome, op, name);
  } else {
    promiseThen(outcome, ignore, ignore);
  }
  return undefined;
}

// Writes out all that the crank left in memory. Gives whether the heap is named (protocol/delivery.h).
function finishCrank() {
  flushResolutions();
  saveAll();
  writeSettledPromises();
  if (countersChanged) {
    native.writeCounters(nextId, nextShape);
    countersChanged = false;
  }
  registerNewborns();
  if (mapSize(droppedData) > 0) mapClear(droppedData);
  forgetMet();
  tellCacheUse();
  nextCrankOfCache();
  return isHeapNamed();
}

// The one time of the crank, where the vat was granted `clock` (SPEC §2).
function setClock(milliseconds) {
  taming.now = () => milliseconds;
}

// xorshift32 on two words, seeded: where the vat was granted `random`.
function seedRandom(high, low) {
  let a = high | 1;
  let b = low ^ 0x9e3779b9;
  taming.random = () => {
    a ^= a << 13;
    a ^= a >>> 17;
    a ^= a << 5;
    b = (Math.imul(b, 1664525) + 1013904223) | 0;
    return ((a ^ b) >>> 0) / 4294967296;
  };
}
