// The keys of strong stores as bytes that sort as §5.2 wants; the grammar stands in protocol/vat_records.h. A key is written
// to keyBytes[0, keyLength).
let keyBytes = new NativeUint8Array(256);
let keyView = new NativeDataView(keyBytes.buffer);
let keyLength = 0;

const reserveKey = count => {
  if (count > keyBytes.length) {
    // what is reserved for a string is up to three times what it takes
    if (count > 3 * valueBytesMax + 16) native.overLimit('valueMB');
    keyBytes = new NativeUint8Array(count > 65536 ? count : 2 * count);
    keyView = new NativeDataView(keyBytes.buffer);
  }
};

// Small keys have small buffers again after a large one.
const trimKey = () => {
  if (keyBytes.length > 65536) {
    keyBytes = new NativeUint8Array(256);
    keyView = new NativeDataView(keyBytes.buffer);
  }
};

function writeNumberKey(number) {
  keyBytes[0] = 0x66;
  if (number !== number) {
    keyView.setUint32(1, 0xfff80000);
    keyView.setUint32(5, 0);
  } else {
    keyView.setFloat64(1, number === 0 ? 0 : number);
    if ((keyBytes[1] & 128) === 0) {
      keyBytes[1] |= 128;
    } else {
      for (let i = 1; i < 9; i += 1) keyBytes[i] = 255 - keyBytes[i];
    }
  }
  keyLength = 9;
}

// CESU-8: bytes sort as UTF-16 code units do.
function writeStringKey(text) {
  const { length } = text;
  reserveKey(3 * length + 1);
  keyBytes[0] = 0x73;
  let to = 1;
  for (let i = 0; i < length; i += 1) {
    const unit = stringCharCodeAt(text, i);
    if (unit < 0x80) {
      keyBytes[to] = unit;
      to += 1;
    } else if (unit < 0x800) {
      keyBytes[to] = 0xc0 | (unit >> 6);
      keyBytes[to + 1] = 0x80 | (unit & 63);
      to += 2;
    } else {
      keyBytes[to] = 0xe0 | (unit >> 12);
      keyBytes[to + 1] = 0x80 | ((unit >> 6) & 63);
      keyBytes[to + 2] = 0x80 | (unit & 63);
      to += 3;
    }
  }
  if (to > valueBytesMax) native.overLimit('valueMB');
  keyLength = to;
}

function readStringKey(key) {
  let text = '';
  for (let i = 1; i < key.length;) {
    const lead = key[i];
    if (lead < 0x80) {
      text += fromCharCode(lead);
      i += 1;
    } else if (lead < 0xe0) {
      text += fromCharCode(((lead & 31) << 6) | (key[i + 1] & 63));
      i += 2;
    } else {
      text += fromCharCode(((lead & 15) << 12) | ((key[i + 1] & 63) << 6) | (key[i + 2] & 63));
      i += 3;
    }
  }
  return text;
}

// Big-endian magnitude after its length, the length after its own; complemented below zero.
function writeBigIntKey(number) {
  const negative = number < 0n;
  const count = native.bigIntBytes(number);
  let lengthBytes = 1;
  while (count >= 256 ** lengthBytes) lengthBytes += 1;
  reserveKey(2 + lengthBytes + count);
  keyBytes[0] = negative ? 0x6e : 0x70;
  keyBytes[1] = lengthBytes;
  let rest = count;
  for (let i = lengthBytes; i > 0; i -= 1) {
    keyBytes[1 + i] = rest % 256;
    rest = floor(rest / 256);
  }
  const start = 2 + lengthBytes;
  native.writeMagnitude(number, keyBytes, start);  // lowest byte first
  for (let low = start, high = start + count - 1; low < high; low += 1, high -= 1) {
    const byte = keyBytes[low];
    keyBytes[low] = keyBytes[high];
    keyBytes[high] = byte;
  }
  keyLength = start + count;
  if (negative) {
    for (let i = 1; i < keyLength; i += 1) keyBytes[i] = 255 - keyBytes[i];
  }
}

function readBigIntKey(key) {
  const negative = key[0] === 0x6e;
  const byte = i => (negative ? 255 - key[i] : key[i]);
  const start = 2 + byte(1);
  const magnitude = new NativeUint8Array(key.length - start);
  for (let i = start; i < key.length; i += 1) magnitude[key.length - 1 - i] = byte(i);
  return native.readBigInt(magnitude, 0, magnitude.length, negative);
}

function writeOrdinalKey(ordinal) {
  keyBytes[0] = 0x72;
  let count = 0;
  for (let rest = ordinal; rest > 0; rest = floor(rest / 256)) count += 1;
  keyBytes[1] = count;
  let rest = ordinal;
  for (let i = 1 + count; i > 1; i -= 1) {
    keyBytes[i] = rest % 256;
    rest = floor(rest / 256);
  }
  keyLength = 2 + count;
}

// Writes any key but an object; false for what cannot be a key.
function writePrimitiveKey(key) {
  switch (typeof key) {
    case 'number':
      writeNumberKey(key);
      return true;
    case 'string':
      if (!isWellFormed(key)) return false;
      writeStringKey(key);
      return true;
    case 'bigint':
      writeBigIntKey(key);
      return true;
    case 'boolean':
      keyBytes[0] = 0x62;
      keyBytes[1] = key ? 1 : 0;
      keyLength = 2;
      return true;
    case 'undefined':
      keyBytes[0] = 0x7a;
      keyLength = 1;
      return true;
    default:
      if (key !== null) return false;
      keyBytes[0] = 0x76;
      keyLength = 1;
      return true;
  }
}

// The primitive of which `key` are the bytes; undefined for an object's place too (the caller looks at key[0]).
function readPrimitiveKey(key) {
  switch (key[0]) {
    case 0x66: {
      const number = new NativeDataView(key.slice().buffer);
      const negative = (key[1] & 128) === 0;
      for (let i = 1; i < 9; i += 1) number.setUint8(i, negative ? 255 - key[i] : i === 1 ? key[1] & 127 : key[i]);
      return number.getFloat64(1);
    }
    case 0x73:
      return readStringKey(key);
    case 0x6e:
    case 0x70:
      return readBigIntKey(key);
    case 0x62:
      return key[1] === 1;
    case 0x76:
      return null;
    default:
      return undefined;
  }
}
