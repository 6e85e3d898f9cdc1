// The cached entries of a store whose keys are primitives. The numbers 0, 1, 2 and so on, as far as a good part of them is here,
// stand in a list: it takes a fifth of the room of a Map, and a read looks at one place where a Map has two or three.
const isPlace = key => typeof key === 'number' && key >>> 0 === key;

class PrimitiveMap {
  constructor() {
    this.list = [];  // by number; undefined where there is none, or it is in `others`
    this.listed = 0;
    this.others = new NativeMap();
  }
  find(key) {
    const { list } = this;
    if (isPlace(key) && key < list.length) {
      const entry = list[key];
      if (entry !== undefined) return entry;
    }
    return mapGet(this.others, key);
  }
  put(key, entry) {
    if (isPlace(key) && key < 2 * this.listed + 64) {
      for (let i = this.list.length; i <= key; i += 1) arrayPush(this.list, undefined);
      this.list[key] = entry;
      this.listed += 1;
    } else {
      mapSet(this.others, key, entry);
    }
  }
  remove(key) {
    const { list } = this;
    if (!isPlace(key) || key >= list.length || list[key] === undefined) {
      mapDelete(this.others, key);
      return;
    }
    list[key] = undefined;
    this.listed -= 1;
    if (list.length > 8 * this.listed + 64) this.closeUp();
  }
  closeUp() {
    const { list } = this;
    this.list = [];
    this.listed = 0;
    for (let i = 0; i < list.length; i += 1) {
      if (list[i] !== undefined) this.put(i, list[i]);
    }
  }
}
