// What is passable (SPEC §6): the check that every assignment to state, every store entry, argument and result goes
// through. It runs no code of the vat's: properties are read by descriptor, proxies are told by C++.
//
// check() collects what it met; when the whole value is found good, the data in it is frozen and its remotables and
// promises get their slots. A refused value is left as it was.
const depthMax = 1000;  // kBodyDepthMax
const nodesMax = 4_000_000;
const longArray = 1000;  // V8 makes a string for each element that it names

const kindOrdinary = 0;
const kindProxy = 1;
const kindPromise = 2;
const kindError = 3;

let metData = [];
let metHeapObjects = [];
let metPromises = [];
let metDepth = 0;  // levels of data, those within tagged values too
let metBytes = 0;  // what all of it takes in memory, about
const bytesOfElement = 16;
const bytesOfProperty = 40;

class Refusal {
  constructor(reason) {
    this.reason = reason;
    this.path = '';
    this.deep = false;
  }
}
const refuse = reason => new Refusal(reason);
const within = (step, refusal) => {
  if (refusal.path.length < 500) refusal.path = step + refusal.path;
  return refusal;
};
const identifier = /^[A-Za-z_$][\w$]*$/;
const propertyStep = name => (regexpTest(identifier, name) ? `.${name}` : `[${jsonStringify(name)}]`);

const wellKnownSymbols = new NativeMap();
const wellKnownNames = new NativeMap();
for (const name of getOwnPropertyNames(Symbol)) {
  if (typeof Symbol[name] === 'symbol') {
    mapSet(wellKnownSymbols, name, Symbol[name]);
    mapSet(wellKnownNames, Symbol[name], name);
  }
}

function isWellFormed(text) {
  const { length } = text;
  if (length > 64) return native.isWellFormed(text);
  for (let i = 0; i < length; i += 1) {
    if (stringCharCodeAt(text, i) >= 0xd800) return native.isWellFormed(text);
  }
  return true;
}
const surrogateReason = 'strings must be well formed; this one has an unpaired surrogate';
const functionReason = 'functions are not passable; pass an object of methods';
const deadReason = 'virtual object was never initialized';

// undefined where `value` is passable, else the Refusal.
function check(value, depth) {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
    case 'number':
      return undefined;
    case 'bigint':
      metBytes += native.bigIntBytes(value);
      return undefined;
    case 'string':
      metBytes += value.length;
      return isWellFormed(value) ? undefined : refuse(surrogateReason);
    case 'symbol':
      return checkSymbol(value);
    case 'function':
      return slotOf(value) === undefined ? refuse(functionReason) : checkSlot(value, slotOf(value), depth);
    default:
      return value === null ? undefined : checkObject(value, depth);
  }
}

function checkSymbol(symbol) {
  const key = symbolKeyFor(symbol);
  if (key !== undefined) metBytes += key.length;
  if (key !== undefined) return isWellFormed(key) ? undefined : refuse(surrogateReason);
  return mapHas(wellKnownNames, symbol)
    ? undefined
    : refuse('symbols must be registered or well known; make it with Symbol.for');
}

function checkSlot(object, slot, depth) {
  if (slot.dead === true) return refuse(deadReason);
  if (slot.tag !== undefined) {
    if (depth + slot.depth > depthMax) return refuseDepth();
    metDepth = max(metDepth, depth + slot.depth);
    metBytes += slot.bytes;
    return undefined;
  }
  // a promise gets its number when it is kept
  if (slot.id === -1 && slot.settle === undefined) arrayPush(metHeapObjects, object);
  return undefined;
}

const refuseDepth = () => {
  const refusal = refuse(`data nests at most ${depthMax} levels deep`);
  refusal.deep = true;
  return refusal;
};

function checkObject(object, depth) {
  const slot = slotOf(object);
  if (slot !== undefined) return checkSlot(object, slot, depth);
  if (depth >= depthMax) return refuseDepth();
  if (metData.length >= nodesMax) {
    const refusal = refuse('the value is too large');
    refusal.deep = true;
    return refusal;
  }
  metDepth = max(metDepth, depth + 1);
  switch (native.classify(object)) {
    case kindOrdinary:
      return isArray(object) ? checkArray(object, depth) : checkRecord(object, depth);
    case kindProxy:
      return refuse('proxies are not passable');
    case kindPromise:
      if (getPrototypeOf(object) !== PromisePrototype || ownKeys(object).length !== 0) {
        return refuse('promises with properties or a class of their own are not passable');
      }
      arrayPush(metPromises, object);
      return undefined;
    case kindError:
      return checkError(object, depth);
    default:
      return refuse(`${native.className(object)} objects are not passable; pass plain data or a remotable`);
  }
}

function checkArray(array, depth) {
  if (getPrototypeOf(array) !== ArrayPrototype) return refuse('arrays of a class of their own are not passable');
  const { length } = array;
  metBytes += bytesOfElement * length;
  for (let i = 0; i < length; i += 1) {
    const descriptor = getOwnPropertyDescriptor(array, i);
    if (descriptor === undefined) return within(`[${i}]`, refuse('arrays must have no holes'));
    const refusal = checkProperty(descriptor, depth);
    if (refusal !== undefined) return within(`[${i}]`, refusal);
  }
  const extra = nameBesideElements(array, length);
  if (extra !== undefined) return within(propertyStep(extra), refuse('arrays must have no properties but their elements'));
  if (getOwnPropertySymbols(array).length !== 0) return refuse('symbol keys are not passable');
  arrayPush(metData, array);
  return undefined;
}

// A property of an array without holes that is none of its elements; undefined where there is none.
function nameBesideElements(array, length) {
  const isLong = length > longArray;
  const names = isLong ? native.namesBesideElements(array) : getOwnPropertyNames(array);
  const first = isLong ? 0 : length;
  if (names.length === first + 1) return undefined;
  return names[names.length - 1] === 'length' ? names[first] : names[names.length - 1];
}

function checkProperty(descriptor, depth) {
  if (descriptor.get !== undefined || descriptor.set !== undefined) {
    return refuse('accessors are not passable; pass a value');
  }
  if (!descriptor.enumerable) return refuse('hidden properties are not passable');
  return check(descriptor.value, depth + 1);
}

function checkRecord(record, depth) {
  const names = getOwnPropertyNames(record);
  if (isRemotableShape(record, names)) {
    arrayPush(metHeapObjects, record);
    return undefined;
  }
  if (getPrototypeOf(record) !== ObjectPrototype) {
    return refuse(`instances of ${native.className(record)} with data are not passable; pass plain data or a remotable`);
  }
  if (getOwnPropertySymbols(record).length !== 0) return refuse('symbol keys are not passable');
  metBytes += bytesOfProperty * names.length;
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i];
    metBytes += name.length;
    const refusal = isWellFormed(name)
      ? checkProperty(getOwnPropertyDescriptor(record, name), depth)
      : refuse(surrogateReason);
    if (refusal !== undefined) return within(propertyStep(name), refusal);
  }
  arrayPush(metData, record);
  return undefined;
}

// An object whose own properties are all functions, and that has at least one (§6).
function isRemotableShape(object, names) {
  const isMethod = name => typeof getOwnPropertyDescriptor(object, name).value === 'function';
  if (names.length > 0) {
    if (!isMethod(names[0])) return false;
  }
  for (let i = 1; i < names.length; i += 1) {
    if (!isMethod(names[i])) return false;
  }
  const symbols = getOwnPropertySymbols(object);
  for (let i = 0; i < symbols.length; i += 1) {
    if (!isMethod(symbols[i])) return false;
  }
  return names.length + symbols.length > 0;
}

// The data properties of an error that are passed on; undefined where it has none of that name.
const errorPart = (error, name) => {
  const descriptor = getOwnPropertyDescriptor(error, name);
  return descriptor !== undefined && 'value' in descriptor ? descriptor : undefined;
};

const errorParts = ['cause', 'errors'];
function checkError(error, depth) {
  for (const name of errorParts) {
    const descriptor = errorPart(error, name);
    if (descriptor !== undefined) {
      if (name === 'errors' && !isArray(descriptor.value)) return within('.errors', refuse('errors must be an array'));
      const refusal = check(descriptor.value, depth + 1);
      if (refusal !== undefined) return within(`.${name}`, refusal);
    }
  }
  for (const text of [errorName(error), errorMessage(error)]) {
    metBytes += text.length;
    if (!isWellFormed(text)) return refuse(surrogateReason);
  }
  arrayPush(metData, error);
  return undefined;
}

// Told apart by prototype, since a prototype's `name` may be an accessor.
const errorNames = new NativeMap();
const errorMakers = new NativeMap();
for (const name of [
  'Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'AggregateError',
]) {
  mapSet(errorNames, globalThis[name].prototype, name);
  mapSet(errorMakers, name, globalThis[name]);
}
// A name or message as text, where it is some and no code of the vat's makes it.
const errorText = descriptor => {
  const value = descriptor?.value;
  return value === undefined || isObject(value) || typeof value === 'symbol' ? undefined : `${value}`;
};
function errorName(error) {
  for (let at = error, steps = 0; at !== null && steps < 100; at = getPrototypeOf(at), steps += 1) {
    if (mapHas(errorNames, at)) return mapGet(errorNames, at);
    if (native.classify(at) === kindProxy) return 'Error';
    const text = errorText(errorPart(at, 'name'));
    if (text !== undefined) return text;
  }
  return 'Error';
}
function errorMessage(error) {
  for (let at = error, steps = 0; at !== null && steps < 100; at = getPrototypeOf(at), steps += 1) {
    if (mapHas(errorNames, at) || native.classify(at) === kindProxy) return '';
    const text = errorText(errorPart(at, 'message'));
    if (text !== undefined) return text;
  }
  return '';
}

// A value that was refused for its depth, looked at again for the cycle that is most likely the reason.
function findCycle(value, above, seen) {
  if (typeof value !== 'object' || value === null || slotOf(value) !== undefined) return undefined;
  const kind = native.classify(value);
  if (kind !== kindOrdinary && kind !== kindError) return undefined;
  if (arrayIncludes(above, value)) return refuse('data must not contain itself');
  if (above.length >= depthMax || setHas(seen, value)) return undefined;
  setAdd(seen, value);
  arrayPush(above, value);
  const names = kind === kindError ? errorParts : getOwnPropertyNames(value);
  for (let i = 0; i < names.length; i += 1) {
    const found = findCycle(getOwnPropertyDescriptor(value, names[i])?.value, above, seen);
    if (found !== undefined) return within(isArray(value) ? `[${names[i]}]` : propertyStep(names[i]), found);
  }
  arrayPop(above);
  return undefined;
}

// What is left over where the check before ran out of stack, or holds what it met in memory.
const forgetMet = () => {
  if (metData.length > 0) metData = [];
  if (metHeapObjects.length > 0) metHeapObjects = [];
  if (metPromises.length > 0) metPromises = [];
  metDepth = 0;
  metBytes = 0;
};

// The reason why `value` cannot pass, or undefined, after which it is hardened and all it refers to has a slot.
function admit(value) {
  if (isPrimitiveSafe(value)) return undefined;
  forgetMet();
  return admitChecked(check(value, 0), value);
}

// The same of a message, whose list of arguments is ours.
function admitMessage(name, args) {
  forgetMet();
  let refusal;
  for (let i = 0; i < args.length && refusal === undefined; i += 1) {
    refusal = check(args[i], 1);
    if (refusal !== undefined) within(`[${i}]`, refusal);
  }
  return admitChecked(refusal ?? check(name, 0), args);
}

function admitChecked(refusal, value) {
  if (refusal === undefined) {
    // hardening a method may run a proxy's traps, which admit values of their own
    const data = metData;
    const objects = metHeapObjects;
    const promises = metPromises;
    const depth = metDepth;
    const bytes = metBytes;
    for (let i = 0; i < data.length; i += 1) freeze(data[i]);
    for (let i = 0; i < objects.length; i += 1) giveHeapSlot(objects[i]);
    for (let i = 0; i < promises.length; i += 1) givePromiseSlot(promises[i]);
    metDepth = depth;
    metBytes = bytes;
  }
  return refusal !== undefined && refusal.deep ? findCycle(value, [], new NativeSet()) ?? refusal : refusal;
}

function giveHeapSlot(object) {
  let slot = slotOf(object);
  if (slot === undefined) {
    slot = new HeapSlot('Alleged: remotable', -1);
    harden(object);
    stamp(object, slot);
  }
  if (slot.id === -1) numberHeapObject(object, slot);
}

// Throws §4.2's TypeError where `value` is not passable. `path()` gives the front of the path: "counter.zot".
function requirePassable(value, verb, path) {
  const refusal = admit(value);
  if (refusal === undefined) return;
  if (refusal.reason === deadReason) throw new NativeTypeError(deadReason);
  throw new NativeTypeError(`cannot ${verb} ${path()}${refusal.path}: ${refusal.reason}`);
}

// The same, with a short look at what is simple. Gives the bytes that the value takes, where they are many.
function admitStored(value, path) {
  if (isShortText(value) || isPrimitiveSafe(value)) return 0;
  requirePassable(value, 'store', path);
  return whereLarge(metBytes);
}
const shortMax = 64;
const isShortText = value => typeof value === 'string' && value.length <= shortMax && isWellFormed(value);
const whereLarge = byteCount => (byteCount < 4 * shortMax ? 0 : byteCount);

// Passable, and small.
const isPrimitiveSafe = value => {
  const type = typeof value;
  return type === 'number' || type === 'boolean' || type === 'undefined' || value === null;
};
