// The heap's part in the collection of what nothing refers to (SPEC §7, HeapQuery of protocol/worker.h).
//
// What is kept here only because something outside of the heap may refer to it is released when the kernel says that nothing
// does: from then on V8 may collect it. Its number stays its own, so that a vat that has it still and stores or sends it
// again (`strengthen`) does and writes what it would have done.
const releasedKeys = new NativeSet();  // the keys of weak collections among what is released, by number
const keptAsKeys = new NativeMap();    // by number: dead objects that are found by identity

// A weak collection is about to find something by the identity of `key`: if that could be made anew, it is kept.
function noteIdentityKey(key, slot) {
  if (slot === undefined ? native.classify(key) === kindPromise : slot.settle !== undefined) {
    weakSetAdd(promiseKeys, key);
    if (slot !== undefined && slot.id !== -1) mapSet(keptPromises, slot.id, key);
  } else if (slot !== undefined && slot.alive === false) {
    mapSet(keptAsKeys, slot.id, key);
  }
}

// The first `count` of refs.
function release(count) {
  for (let i = 0; i < count; i += 1) {
    const id = refIdAt(i);
    const number = refKey(refClassAt(i), id);
    const object = lookup(number);
    const slot = object === undefined ? undefined : slotOf(object);
    if (slot !== undefined && slot.id === id && slot !== rootSlot) releaseObject(number, slot, object);
  }
}

function releaseObject(number, slot, object) {
  // an object of another vat can always come back
  if (slot.refClass === importClass) return;
  const moved = moveEntries(number, object);
  if (moved) setAdd(releasedKeys, number);
  const isLetGo = mapDelete(keptAsKeys, slot.id) || mapDelete(keptPromises, slot.id) || mapDelete(heapObjects, slot.id)
    || (slot.heapEntries !== undefined && setDelete(storesWithHeapEntries, slot));
  if (slot.isAwaited) setAwaited(slot, false);
  if (moved || isLetGo) slot.isReleased = true;
}

function moveEntries(number, object) {
  let moved = false;
  forEachTable(number, ({ lasting, others }) => {
    if (mapHas(lasting, number)) {
      weakMapSet(others, object, mapGet(lasting, number));
      mapDelete(lasting, number);
      moved = true;
    }
  });
  return moved;
}

// Something outside of the heap is about to refer to `object` again.
function strengthen(slot, object) {
  slot.isReleased = false;
  const number = refKey(slot.refClass, slot.id);
  setDelete(releasedKeys, number);
  forEachTable(number, ({ lasting, others }) => {
    if (weakMapHas(others, object)) {
      mapSet(lasting, number, weakMapGet(others, object));
      weakMapDelete(others, object);
    }
  });
  if (slot.settle !== undefined) {
    const isPending = native.promiseState(object) === 'pending';
    if (isPending || isFoundByIdentity(object)) mapSet(keptPromises, slot.id, object);
    setAwaited(slot, isPending);
  } else if (slot.alive === true) {
    mapSet(heapObjects, slot.id, object);
  } else if (slot.alive === false) {
    mapSet(keptAsKeys, slot.id, object);
  } else if (slot.heapEntries !== undefined) {
    setAdd(storesWithHeapEntries, slot);
  }
}

// Of the first `count` of refs: the class becomes 1 where a weak collection would tell the object if it came back.
function tellRecognized(count) {
  for (let i = 0; i < count; i += 1) refs[2 * i] = isRecognized(refKey(refClassAt(i), refIdAt(i))) ? 1 : 0;
}

// Those do not exist any more.
function forgetKeys(count) {
  for (let i = 0; i < count; i += 1) {
    const number = refKey(refClassAt(i), refIdAt(i));
    forEachTable(number, ({ lasting }) => mapDelete(lasting, number));
    mapDelete(tablesOfKeys, number);
    setDelete(releasedKeys, number);
  }
  forgetEntries(count);
}

// What was read of their entries in weak stores, which nobody can find any more.
function forgetEntries(count) {
  if (count * setSize(weakStoresInCache) > seatsTaken()) return forgetEntriesInSeats(count);
  setForEach(weakStoresInCache, ({ objects }) => {
    for (let i = 0; i < count; i += 1) {
      const entry = mapGet(objects, refKey(refClassAt(i), refIdAt(i)));
      if (entry !== undefined) entry.value = unread;
    }
  });
  return undefined;
}

function forgetEntriesInSeats(count) {
  const gone = new NativeSet();
  for (let i = 0; i < count; i += 1) setAdd(gone, refKey(refClassAt(i), refIdAt(i)));
  forEachSeat(cell => {
    if (cell instanceof Entry && cell.store.refClass === weakStoreClass && setHas(gone, cell.number)) cell.value = unread;
  });
}
