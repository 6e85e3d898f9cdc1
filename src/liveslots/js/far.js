// Far, makeTagged, passStyleOf: what `@endo/far` gives beside E.
function Far(name, object = {}) {
  if (typeof name !== 'string' || !isWellFormed(name)) throw new NativeTypeError('Far: the name must be a string');
  const isPlain = isObject(object) && native.classify(object) === kindOrdinary && !isArray(object)
    && (typeof object === 'function' || getPrototypeOf(object) === ObjectPrototype);
  if (!isPlain) throw new NativeTypeError(`Far "${name}": the object must be a plain object of methods`);
  if (slotOf(object) !== undefined) throw new NativeTypeError(`Far "${name}": the object is a remotable already`);
  if (!isExtensible(object)) throw new NativeTypeError(`Far "${name}": the object must not be frozen; Far hardens it`);
  if (typeof object === 'object') requireMethods(name, object);
  const iface = `Alleged: ${name}`;
  setPrototypeOf(object,
    typeof object === 'object' ? ifacePrototype(iface) : makeIfacePrototype(iface, getPrototypeOf(object)));
  harden(object);
  stamp(object, new HeapSlot(iface, -1));
  return object;
}

function requireMethods(name, object) {
  for (const property of ownKeys(object)) {
    if (typeof getOwnPropertyDescriptor(object, property).value !== 'function') {
      throw new NativeTypeError(`Far "${name}": ${symbolSafe(property)} is not a method`);
    }
  }
}
const symbolSafe = property => (typeof property === 'symbol' ? symbolToString(property) : jsonStringify(property));

// A copy of `payload` under a tag.
class TaggedSlot {
  constructor(tag, depth, bytesWithin) {
    this.tag = tag;
    this.bytes = bytesWithin;
    this.depth = depth;  // of all that is in it, its own level too
  }
}
function makeTagged(tag, payload) {
  if (typeof tag !== 'string' || !isWellFormed(tag)) throw new NativeTypeError('makeTagged: the tag must be a string');
  forgetMet();
  requirePassable(payload, 'pass', () => `makeTagged(${jsonStringify(tag)})`);
  const depth = metDepth + 1;
  const bytesWithin = metBytes + bytesOfProperty + tag.length;
  if (depth > depthMax) throw new NativeTypeError(`cannot pass makeTagged(${jsonStringify(tag)}): ${refuseDepth().reason}`);
  const tagged = { payload };
  defineProperty(tagged, symbolToStringTag, { value: tag });
  freeze(tagged);
  stamp(tagged, new TaggedSlot(tag, depth, bytesWithin));
  return tagged;
}

// The name of what a passable value is; TypeError for what is not passable.
function passStyleOf(value) {
  if (value === null) return 'null';
  if (!isObject(value) && typeof value !== 'string' && typeof value !== 'symbol') return typeof value;
  requirePassable(value, 'pass', () => 'the value');
  if (!isObject(value)) return typeof value;
  const slot = slotOf(value);
  if (slot !== undefined) {
    if (slot.tag !== undefined) return 'tagged';
    return slot.settle !== undefined ? 'promise' : 'remotable';
  }
  if (isArray(value)) return 'copyArray';
  return native.classify(value) === kindError ? 'error' : 'copyRecord';
}

const getInterfaceOf = value => (isObject(value) ? slotOf(value)?.iface : undefined);
