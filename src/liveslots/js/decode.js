// Bytes to values (protocol/body_grammar.h). The bytes come from the store or the kernel, so they are what an encoder
// wrote; a byte that cannot be is reported and stops the vat.
//
// Copies arrive hardened (§6): what is decoded is frozen on the way.
let source;         // the bytes under decoding: `bytes`, or a copy of them
let at = 0;
let refObjects;     // what the references stand for, by their index; undefined where that is not known yet
let refClasses;
let refIds;

const sliceBytes = uncurryThis(NativeUint8Array.prototype.slice);

const corrupt = what => native.corrupt(`the store holds bytes that are no value: ${what} at byte ${at}`);

function readVarint() {
  let byte = source[at];
  at += 1;
  if (byte < 128) return byte;
  let number = byte & 127;
  for (let scale = 128; ; scale *= 128) {
    byte = source[at];
    at += 1;
    number += (byte & 127) * scale;
    if (byte < 128) return number;
    if (scale > 2 ** 50) return corrupt('a number too long');
  }
}

function readLatin1(length) {
  const start = at;
  at += length;
  if (length > 24) return native.readLatin1(source, start, length);
  let text = '';
  for (let i = start; i < at; i += 1) text += fromCharCode(source[i]);
  return text;
}

function decodeString() {
  const tag = source[at];
  at += 1;
  if (tag >= 0x80 && tag < 0xc0) return readLatin1(tag - 0x80);
  const length = readVarint();
  if (tag === 0x08) return readLatin1(length);
  if (tag !== 0x09) return corrupt('no string');
  at += 2 * length;
  return native.readUtf16(source, at - 2 * length, length);
}

const float = new NativeFloat64Array(1);
const floatBytes = new NativeUint8Array(float.buffer);
function readFloat() {
  for (let i = 0; i < 8; i += 1) floatBytes[i] = source[at + i];
  at += 8;
  return float[0];
}

function readBigInt(negative) {
  const length = readVarint();
  at += length;
  return native.readBigInt(source, at - length, length, negative);
}

function decode() {
  const tag = source[at];
  at += 1;
  if (tag >= 0x40) {
    if (tag < 0x80) return tag - 0x40;
    if (tag < 0xc0) return readLatin1(tag - 0x80);
    return corrupt('an unknown tag');
  }
  switch (tag) {
    case 0x00:
      return undefined;
    case 0x01:
      return null;
    case 0x02:
      return false;
    case 0x03:
      return true;
    case 0x04: {
      const zigzag = readVarint();
      return (zigzag >>> 1) ^ -(zigzag & 1);
    }
    case 0x05:
      return readFloat();
    case 0x06:
      return readBigInt(false);
    case 0x07:
      return readBigInt(true);
    case 0x08:
    case 0x09:
      at -= 1;
      return decodeString();
    case 0x0a:
      return symbolFor(decodeString());
    case 0x0b:
      return mapGet(wellKnownSymbols, decodeString());
    case 0x0c:
      return decodeArray();
    case 0x0d:
      return decodeRecord();
    case 0x0e:
      return decodeError();
    case 0x0f:
      return makeTagged(decodeString(), decode());
    case 0x10:
      return referred(readVarint(), decodeString());
    case 0x11:
      return referred(readVarint(), '');
    default:
      return corrupt('an unknown tag');
  }
}

const decodeArray = () => freeze(decodeElements());

function decodeElements() {
  const length = readVarint();
  if (length > source.length - at) return corrupt('an array too long');
  const array = [];
  for (let i = 0; i < length; i += 1) arrayPush(array, decode());
  return array;
}

// [op, name, args] of encodeMessage, of which only what the arguments are is frozen.
function decodeMessage() {
  if (source[at] !== 0x0c || source[at + 1] !== 3) return corrupt('no message');
  at += 2;
  const op = decode();
  const name = decode();
  if (source[at] !== 0x0c) return corrupt('no arguments');
  at += 1;
  return [op, name, decodeElements()];
}

function decodeRecord() {
  const count = readVarint();
  const record = {};
  for (let i = 0; i < count; i += 1) {
    const name = decodeString();
    if (name === '__proto__') {
      defineProperty(record, name, { value: decode(), writable: true, enumerable: true, configurable: true });
    } else {
      record[name] = decode();
    }
  }
  return freeze(record);
}

function decodeError() {
  const parts = source[at];
  at += 1;
  const name = decodeString();
  const message = decodeString();
  const NamedError = mapGet(errorMakers, name);
  const error = makeError(NamedError ?? NativeError, message);
  const define = (property, value) => defineProperty(error, property, { value, writable: true, configurable: true });
  if (NamedError === undefined) define('name', name);
  define('stack', message === '' ? name : `${name}: ${message}`);
  if ((parts & 1) !== 0) define('cause', decode());
  if ((parts & 2) !== 0) define('errors', decode());
  if ((parts & 4) !== 0) define('incarnation', decode());
  return freeze(error);
}

const { AggregateError: NativeAggregateError } = globalThis;
const makeError = (Maker, message) =>
  (Maker === NativeAggregateError ? new Maker([], message) : new Maker(message));

// Decodes the `count` values that the last read found. Bringing back a
// virtual object runs its kit maker, which may read other state and so overwrite both, and a promise's value is a read of
// its own: where that is about to happen, a copy is decoded instead. The other references are brought back where the value names them, since that tells their
// interface.
const decodeFound = count => decodeFoundBy(decodeList, count);
const decodeFoundMessage = () => decodeFoundBy(decodeMessage, 1);

const none = [];  // stays so

function decodeFoundBy(decodeAll, count) {
  const length = found[foundLength];
  const refTotal = found[foundRefs];
  let from = bytes;
  const objects = refTotal === 0 ? none : [];
  const classes = refTotal === 0 ? none : [];
  const ids = refTotal === 0 ? none : [];
  let absent = 0;
  for (let i = 0; i < refTotal; i += 1) {
    const refClass = refClassAt(i);
    const id = refIdAt(i);
    const object = lookup(refKey(refClass, id));
    arrayPush(objects, object);
    arrayPush(classes, refClass);
    arrayPush(ids, id);
    if (object === undefined && isBroughtBackAhead(refClass)) absent += 1;
  }
  if (absent > 0) {
    from = sliceBytes(bytes, 0, length);
    for (let i = 0; i < refTotal; i += 1) {
      if (objects[i] === undefined && isBroughtBackAhead(classes[i])) objects[i] = bringBack(classes[i], ids[i], '');
    }
  }
  source = from;
  at = 0;
  refObjects = objects;
  refClasses = classes;
  refIds = ids;
  const result = decodeAll(count);
  source = undefined;
  refObjects = undefined;  // which would keep them in memory
  return result;
}

// Lists stay in the cache, and one that grows by push has room for 16 more.
function decodeList(count) {
  switch (count) {
    case 1:
      return [decode()];
    case 2:
      return [decode(), decode()];
    case 3:
      return [decode(), decode(), decode()];
    case 4:
      return [decode(), decode(), decode(), decode()];
    default: {
      const result = [];
      for (let i = 0; i < count; i += 1) arrayPush(result, decode());
      return arraySlice(result);
    }
  }
}

const isBroughtBackAhead = refClass => refClass >= firstShapeClass || refClass === promiseClass;

function referred(index, iface) {
  if (index >= refObjects.length) return corrupt(`no reference ${index}`);
  const known = refObjects[index];
  if (known !== undefined) return known;
  const object = bringBack(refClasses[index], refIds[index], iface);
  refObjects[index] = object;
  return object;
}

// The object of a reference; `iface` is its interface, where the reference does not tell.
function bringBack(refClass, id, iface) {
  if (refClass >= firstShapeClass) return bringBackObject(refClass - firstShapeClass, id);
  const known = lookup(refKey(refClass, id));
  if (known !== undefined) return known;
  switch (refClass) {
    case heapClass:
      return mapGet(heapObjects, id === rootNumberBefore ? rootId : id) ?? makeDeadObject(id, iface);
    case strongStoreClass:
    case weakStoreClass:
      return bringBackStore(id);
    case importClass:
      return makePresence(id, iface);
    case promiseClass:
      return bringBackPromise(id);
    case importedPromiseClass:
      return importPromise(id);
    default:
      return corrupt('a reference of an unknown class');
  }
}
