// WeakMap and WeakSet as vat code sees them (SPEC §4.6): entries keyed by what lasts beyond its object in memory
// (representatives, presences, stores) are found by its number, and so last as long as what the object stands for.
const { WeakMap: VirtualWeakMap, WeakSet: VirtualWeakSet } = {
  WeakMap: class {
    #lasting = new NativeMap();
    #others = new NativeWeakMap();
    constructor(pairs = undefined) {
      if (pairs === undefined || pairs === null) return;
      for (const pair of pairs) {
        if (!isObject(pair)) throw new NativeTypeError(`Iterator value ${shownKey(pair)} is not an entry object`);
        this.set(pair[0], pair[1]);
      }
    }
    get(key) {
      const number = lastingNumber(key);
      const others = this.#others;
      if (number !== -1 && mapHas(this.#lasting, number)) return mapGet(this.#lasting, number);
      return weakMapGet(others, key);
    }
    has(key) {
      const number = lastingNumber(key);
      return (number !== -1 && mapHas(this.#lasting, number)) || weakMapHas(this.#others, key);
    }
    set(key, value) {
      const number = lastingNumber(key);
      // a self that was made a key by its kit maker has its entry with the others
      if (number === -1 || weakMapHas(this.#others, key)) weakMapSet(this.#others, key, value);
      else mapSet(this.#lasting, number, value);
      return this;
    }
    delete(key) {
      const number = lastingNumber(key);
      const inLasting = number !== -1 && mapDelete(this.#lasting, number);
      return weakMapDelete(this.#others, key) || inLasting;
    }
  },
  WeakSet: class {
    #lasting = new NativeSet();
    #others = new NativeWeakSet();
    constructor(keyList = undefined) {
      if (keyList === undefined || keyList === null) return;
      for (const key of keyList) this.add(key);
    }
    has(key) {
      const number = lastingNumber(key);
      return (number !== -1 && setHas(this.#lasting, number)) || weakSetHas(this.#others, key);
    }
    add(key) {
      const number = lastingNumber(key);
      if (number === -1 || weakSetHas(this.#others, key)) weakSetAdd(this.#others, key);
      else setAdd(this.#lasting, number);
      return this;
    }
    delete(key) {
      const number = lastingNumber(key);
      const inLasting = number !== -1 && setDelete(this.#lasting, number);
      return weakSetDelete(this.#others, key) || inLasting;
    }
  },
};

const lastingNumber = key => {
  if (!isObject(key)) return -1;
  const slot = slotOf(key);
  return isLasting(slot) ? refKey(slot.refClass, slot.id) : -1;
};

for (const [name, collection] of entries({ WeakMap: VirtualWeakMap, WeakSet: VirtualWeakSet })) {
  defineProperty(collection.prototype, symbolToStringTag, { value: name, configurable: true });
  defineProperty(collection, 'length', { value: 0, configurable: true });
}
