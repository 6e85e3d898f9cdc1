// WeakMap and WeakSet as vat code sees them (SPEC §4.6): entries keyed by what lasts beyond its object in memory
// (representatives, presences, stores) are found by its number, and so last as long as what the object stands for.
//
// While something outside of the heap refers to a key, its entries hang on its number alone, and its object may come and
// go. When nothing does and the object is in memory, they move to a native WeakMap (release.js), and end with it.
class EntryTable {
  constructor() {
    this.lasting = new NativeMap();     // by number
    this.others = new NativeWeakMap();  // by identity
    this.weak = undefined;              // a WeakRef to this, once it has lasting entries
  }
  find(key) {
    const number = lastingNumber(key);
    if (number !== -1 && mapHas(this.lasting, number)) return mapGet(this.lasting, number);
    return weakMapGet(this.others, key);
  }
  has(key) {
    const number = lastingNumber(key);
    return (number !== -1 && mapHas(this.lasting, number)) || weakMapHas(this.others, key);
  }
  put(key, value) {
    const number = lastingNumber(key);
    const { lasting, others } = this;
    if (number === -1) {
      if (isObject(key) && !weakMapHas(others, key)) noteIdentityKey(key, slotOf(key));
      weakMapSet(others, key, value);
    } else if (mapHas(lasting, number)) {
      mapSet(lasting, number, value);
    } else if (weakMapHas(others, key)) {
      // a self that was made a key by its kit maker, or a key that was released
      weakMapSet(others, key, value);
    } else {
      mapSet(lasting, number, value);
      noteLasting(number, this);
    }
  }
  remove(key) {
    const number = lastingNumber(key);
    const wasLasting = number !== -1 && mapDelete(this.lasting, number);
    return weakMapDelete(this.others, key) || wasLasting;
  }
}

const { WeakMap: VirtualWeakMap, WeakSet: VirtualWeakSet } = {
  WeakMap: class {
    #table = new EntryTable();
    constructor(pairs = undefined) {
      if (pairs === undefined || pairs === null) return;
      for (const pair of pairs) {
        if (!isObject(pair)) throw new NativeTypeError(`Iterator value ${shownKey(pair)} is not an entry object`);
        this.set(pair[0], pair[1]);
      }
    }
    get(key) {
      return this.#table.find(key);
    }
    has(key) {
      return this.#table.has(key);
    }
    set(key, value) {
      this.#table.put(key, value);
      return this;
    }
    delete(key) {
      return this.#table.remove(key);
    }
  },
  WeakSet: class {
    #table = new EntryTable();
    constructor(keyList = undefined) {
      if (keyList === undefined || keyList === null) return;
      for (const key of keyList) this.add(key);
    }
    has(key) {
      return this.#table.has(key);
    }
    add(key) {
      const table = this.#table;
      if (!isObject(key)) throw new NativeTypeError('Invalid value used in weak set');
      table.put(key, true);
      return this;
    }
    delete(key) {
      return this.#table.remove(key);
    }
  },
};

// An object of an earlier heap has its number for ever too.
const lastingNumber = key => {
  if (!isObject(key)) return -1;
  const slot = slotOf(key);
  return isLasting(slot) || slot?.alive === false ? refKey(slot.refClass, slot.id) : -1;
};

for (const [name, collection] of entries({ WeakMap: VirtualWeakMap, WeakSet: VirtualWeakSet })) {
  defineProperty(collection.prototype, symbolToStringTag, { value: name, configurable: true });
  defineProperty(collection, 'length', { value: 0, configurable: true });
}

// From the number of a key to the tables that may have entries for it: a WeakRef, or a Set of them. The tables are held
// weakly, so that a collection that vat code drops takes its entries along.
const tablesOfKeys = new NativeMap();
let tablesOfKeysMax = 1024;

function noteLasting(number, table) {
  table.weak ??= new NativeWeakRef(table);
  const known = mapGet(tablesOfKeys, number);
  if (known === undefined) {
    if (mapSize(tablesOfKeys) === 0) native.askJavaScript();
    mapSet(tablesOfKeys, number, table.weak);
    if (mapSize(tablesOfKeys) > tablesOfKeysMax) sweepTables();
  } else if (known instanceof NativeSet) {
    setAdd(known, table.weak);
    // those that died since are found when their number has doubled
    if ((setSize(known) & (setSize(known) - 1)) === 0) pruneTables(known);
  } else if (known !== table.weak) {
    mapSet(tablesOfKeys, number, new NativeSet([known, table.weak]));
  }
}

const pruneTables = tables => setForEach(tables, weak => {
  if (weakRefDeref(weak) === undefined) setDelete(tables, weak);
});

function forEachTable(number, act) {
  const known = mapGet(tablesOfKeys, number);
  if (known === undefined) return;
  const visit = weak => {
    const table = weakRefDeref(weak);
    if (table !== undefined) act(table);
  };
  if (known instanceof NativeSet) setForEach(known, visit);
  else visit(known);
}

// Whether a collection has an entry for a key that is not in memory.
function isRecognized(number) {
  let isKnown = false;
  forEachTable(number, table => {
    if (mapHas(table.lasting, number)) isKnown = true;
  });
  return isKnown;
}

function sweepTables() {
  mapForEach(tablesOfKeys, (_, number) => {
    if (!setHas(releasedKeys, number) && !isRecognized(number)) mapDelete(tablesOfKeys, number);
  });
  tablesOfKeysMax = max(1024, 2 * mapSize(tablesOfKeys));
}
