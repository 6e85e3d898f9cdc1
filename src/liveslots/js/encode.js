// Passable values to bytes: the grammar of protocol/body_grammar.h. What comes here was admitted before (passable.js): it
// is frozen plain data, and its references have slots, so that nothing is checked again.
//
// An encoding starts with startEncoding(), leaves its body in bytes[0, position) and its references in refs[0, 2 * refCount).
let position = 0;
let refCount = 0;
let refIndexes;  // a Map from RefKey once there are more than a few
let forMessage = false;  // references in messages carry their interface, and promises are exported

const startEncoding = () => {
  position = 0;
  refCount = 0;
  refIndexes = undefined;
  forMessage = false;
};

const reserve = count => {
  if (position + count > capacity) grow(position + count);
};

function writeVarint(number) {
  let rest = number;
  while (rest > 0x7fffffff) {
    bytes[position] = (rest % 128) | 128;
    position += 1;
    rest = floor(rest / 128);
  }
  while (rest >= 128) {
    bytes[position] = (rest & 127) | 128;
    position += 1;
    rest >>>= 7;
  }
  bytes[position] = rest;
  position += 1;
}

function encodeNumber(number) {
  reserve(9);
  const integer = number | 0;
  if (integer === number && !(integer === 0 && 1 / number < 0)) {
    if (integer >= 0 && integer < 64) {
      bytes[position] = 0x40 + integer;
      position += 1;
    } else {
      bytes[position] = 0x04;
      position += 1;
      writeVarint(((integer << 1) ^ (integer >> 31)) >>> 0);
    }
    return;
  }
  bytes[position] = 0x05;
  if (number !== number) {
    view.setUint32(position + 1, 0, true);
    view.setUint32(position + 5, 0x7ff80000, true);
  } else {
    view.setFloat64(position + 1, number, true);
  }
  position += 9;
}

function encodeString(text) {
  const { length } = text;
  reserve(2 * length + 9);
  if (length >= 64) {
    position = native.writeString(text, position);
    return;
  }
  bytes[position] = 0x80 + length;
  const start = position + 1;
  for (let i = 0; i < length; i += 1) {
    const unit = stringCharCodeAt(text, i);
    if (unit > 255) {
      position = native.writeString(text, position);
      return;
    }
    bytes[start + i] = unit;
  }
  position = start + length;
}

function encodeBigInt(number) {
  const count = native.bigIntBytes(number);
  reserve(count + 9);
  position = native.writeBigInt(number, position);
}

function encodeSymbol(symbol) {
  const key = symbolKeyFor(symbol);
  reserve(1);
  bytes[position] = key === undefined ? 0x0b : 0x0a;
  position += 1;
  encodeString(key === undefined ? mapGet(wellKnownNames, symbol) : key);
}

function encodeTag(tag) {
  reserve(1);
  bytes[position] = tag;
  position += 1;
}

function encode(value) {
  switch (typeof value) {
    case 'number':
      encodeNumber(value);
      return;
    case 'string':
      encodeString(value);
      return;
    case 'undefined':
      encodeTag(0x00);
      return;
    case 'boolean':
      encodeTag(value ? 0x03 : 0x02);
      return;
    case 'bigint':
      encodeBigInt(value);
      return;
    case 'symbol':
      encodeSymbol(value);
      return;
    default:
      if (value === null) encodeTag(0x01);
      else encodeObject(value);
  }
}

function encodeObject(object) {
  const slot = slotOf(object);
  if (slot !== undefined) {
    encodeSlot(slot, object);
  } else if (isArray(object)) {
    encodeArray(object);
  } else if (getPrototypeOf(object) === ObjectPrototype) {
    const names = keys(object);
    reserve(9);
    bytes[position] = 0x0d;
    position += 1;
    writeVarint(names.length);
    for (let i = 0; i < names.length; i += 1) {
      encodeString(names[i]);
      encode(object[names[i]]);
    }
  } else {
    encodeError(object);
  }
}

function encodeArray(array) {
  const { length } = array;
  reserve(9);
  bytes[position] = 0x0c;
  position += 1;
  writeVarint(length);
  for (let i = 0; i < length; i += 1) encode(array[i]);
}

// As the array [op, name, args] is encoded.
function encodeMessage(op, name, args) {
  startEncoding();
  forMessage = true;
  reserve(2);
  bytes[0] = 0x0c;
  bytes[1] = 3;
  position = 2;
  encode(op);
  encode(name);
  encodeArray(args);
}

function encodeError(error) {
  const cause = errorPart(error, 'cause');
  const errors = errorPart(error, 'errors');
  const restarted = errorPart(error, 'incarnation');
  const hasIncarnation = restarted !== undefined && typeof restarted.value === 'number';
  encodeTag(0x0e);
  encodeTag((cause === undefined ? 0 : 1) | (errors === undefined ? 0 : 2) | (hasIncarnation ? 4 : 0));
  encodeString(errorName(error));
  encodeString(errorMessage(error));
  if (cause !== undefined) encode(cause.value);
  if (errors !== undefined) encode(errors.value);
  if (hasIncarnation) encode(restarted.value);
}

function encodeSlot(slot, object) {
  if (slot.isReleased) strengthen(slot, object);
  if (slot.tag !== undefined) {
    encodeTag(0x0f);
    encodeString(slot.tag);
    encode(object.payload);
    return;
  }
  reserve(10);
  if (slot.settle !== undefined) {
    bytes[position] = 0x11;
    position += 1;
    writeVarint(forMessage ? exportPromise(slot, object) : keepPromise(slot, object));
    return;
  }
  bytes[position] = 0x10;
  position += 1;
  if (forMessage && slot === rootSlot) writeVarint(refIndex(heapClass, rootId));
  // a virtual object whose init threw is no object that could be stored
  else writeVarint(refIndex(slot.dead === true ? heapClass : slot.refClass, slot.id));
  encodeString(forMessage || namesNoIface(slot.refClass) ? slot.iface : '');
}

// The place of a reference among those of the encoding under way.
function refIndex(refClass, id) {
  const key = refKey(refClass, id);
  if (refIndexes !== undefined) {
    const known = mapGet(refIndexes, key);
    if (known !== undefined) return known;
  } else {
    for (let i = 0; i < refCount; i += 1) {
      if (refKey(refClassAt(i), refIdAt(i)) === key) return i;
    }
  }
  if (2 * refCount === refs.length) native.reserve(0, refs.length);
  refs[2 * refCount] = refClass;
  refs[2 * refCount + 1] = id;
  refCount += 1;
  if (refIndexes !== undefined) {
    mapSet(refIndexes, key, refCount - 1);
  } else if (refCount === 16) {
    refIndexes = new NativeMap();
    for (let i = 0; i < refCount; i += 1) mapSet(refIndexes, refKey(refClassAt(i), refIdAt(i)), i);
  }
  return refCount - 1;
}
