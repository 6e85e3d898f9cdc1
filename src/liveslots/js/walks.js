// Walks over a strong store in the order of its keys (§5.2, §5.7): a walk reads ahead some entries at a time, and anew from
// where it stands as soon as the store was changed.
const readAheadMax = 128;

const entryKey = (key, _value) => key();
const entryValue = (_key, value) => value();
const entryPair = (key, value) => freeze([key(), value()]);

// What keys(), values() and entries() return: each loop over it is a walk of its own, and its next() is one more.
const iterableOf = (store, pick) => {
  let own;
  return freeze({
    next() {
      own ??= walk(store, pick);
      return own.next();
    },
    [symbolIterator]() {
      return own ?? walk(store, pick);
    },
  });
};

function* walk(store, pick) {
  let after;  // the bytes of the key that was seen last
  let readAhead = 2;
  for (;;) {
    saveAll();
    const { changes } = store;
    const batch = native.scanEntries(store.id, after, readAhead);
    for (let i = 0; i < batch.length; i += 2) {
      after = batch[i];
      yield pickEntry(store, batch[i], batch[i + 1], pick);
      if (store.changes !== changes) break;
    }
    if (batch.length === 0) return;
    readAhead = store.changes === changes ? min(readAheadMax, readAhead * 2) : 2;
  }
}

function bringBackKey(store, refClass, id) {
  const number = refKey(refClass, id);
  const known = lookup(number);
  if (known !== undefined) return known;
  return bringBack(refClass, id, namesNoIface(refClass) ? native.readKeyIface(store.id, number) : '');
}

// Decodes just what is picked; a value in the cache is the one to give.
function pickEntry(store, keyBuffer, valueBuffer, pick) {
  const isObjectKey = keyBuffer[0] === 0x72;
  let keyObject;
  if (isObjectKey) {
    native.openEntry(valueBuffer);
    keyObject = bringBackKey(store, refClassAt(0), refIdAt(0));  // the entry's first reference is its key
  }
  const key = () => (isObjectKey ? keyObject : readPrimitiveKey(keyBuffer));
  const value = () => {
    const slot = isObjectKey ? slotOf(keyObject) : undefined;
    const cached = isObjectKey
      ? mapGet(store.objects, refKey(slot.refClass, slot.id))
      : store.primitives.find(readPrimitiveKey(keyBuffer));
    if (cached !== undefined && cached.present && cached.value !== unread) return cached.value;
    native.openEntry(valueBuffer);
    return decodeFound(1)[0];
  };
  return pick(key, value);
}
