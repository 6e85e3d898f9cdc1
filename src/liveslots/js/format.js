// The console of vat code (SPEC §2): formatLog(args) is the text that console.log(...args) writes, for plain data the same
// that Node 20 writes to a pipe (util.inspect with its defaults; format.golden).
//
// It runs no code of the vat's: of an accessor it says that it is there, of a proxy that it is one, and no object is asked
// how it wants to be shown. What it writes is bounded, whatever it is given.
//
// Of `native` it uses isProxy(value), and promiseState(value): 'pending', 'fulfilled' or 'rejected', undefined where the
// value is no promise.

const logItemsMax = 100;           // of an array, a map, a set
const logDepth = 2;                // levels below the outermost that are shown
const logCharactersMax = 2 ** 20;  // of one formatLog()

// A printer is the work on one value. room: the characters that may still be written; indent: the column; deepest: the
// level of the object formatted last; open: the objects that are being formatted, outermost first; circular: those of them
// that were met again, with their numbers.
function logPrint(value, depthMax = logDepth, showsHidden = false) {
  const p = { depthMax, showsHidden, room: logCharactersMax, indent: 0, deepest: 0, open: [], circular: undefined };
  return logValue(p, value, 0);
}

function logValue(p, value, level) {
  if (p.room <= 0) return '[...]';
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
    const text = logPrimitive(value, p.indent);
    p.room -= text.length;
    return text;
  }
  if (native.isProxy(value)) return '[Proxy]';
  if (arrayIncludes(p.open, value)) {
    p.circular ??= new NativeMap();
    if (!mapHas(p.circular, value)) mapSet(p.circular, value, mapSize(p.circular) + 1);
    return `[Circular *${mapGet(p.circular, value)}]`;
  }
  return logObject(p, value, level);
}

function logObject(p, value, level) {
  const shape = logShape(p, value, level);
  p.room -= shape.base.length + shape.open.length + shape.close.length;
  if (shape.keys.length === 0 && shape.fill === undefined) {
    return shape.base === '' ? shape.open + shape.close : shape.base;
  }
  if (level > p.depthMax) {
    if (shape.atDepth !== undefined) return shape.atDepth;
    const name = stringSlice(logPrefix(shape.maker, shape.tag, logNoun(value)), 0, -1);
    return shape.maker === null ? name : `[${name}]`;
  }
  arrayPush(p.open, value);
  p.deepest = level + 1;
  const output = [];
  if (shape.fill !== undefined) shape.fill(p, output, value, level + 1);
  logFillProperties(p, output, value, shape.keys, level + 1);
  arrayPop(p.open);
  if (p.circular !== undefined && mapHas(p.circular, value)) {
    const reference = `<ref *${mapGet(p.circular, value)}>`;
    shape.base = shape.base === '' ? reference : `${reference} ${shape.base}`;
  }
  return logLayout(p, shape, output, level + 1, value);
}

function logFillProperties(p, output, value, listed, level) {
  for (let n = 0; n < listed.length; n += 1) {
    if (p.room <= 0) {
      const rest = listed.length - n;
      arrayPush(output, `... ${rest} more propert${rest > 1 ? 'ies' : 'y'}`);
      return;
    }
    arrayPush(output, logProperty(p, value, listed[n], level));
  }
}

function logProperty(p, value, key, level) {
  let found;
  try {
    found = getOwnPropertyDescriptor(value, key);
  } catch {
    return `${logName(key, true)}: <uninitialized>`;  // a binding of a module that is still being evaluated
  }
  // What is shown of a buffer as if it were a property of its own.
  if (found === undefined) found = { value: logBufferProperty(value, key), enumerable: true };
  const name = logName(key, found.enumerable);
  p.room -= name.length + 2;
  return `${name}: ${logContent(p, found, level, value)}`;
}

function logBufferProperty(value, key) {
  if (key === 'buffer') return logViewBuffer(value);
  if (key === 'byteOffset') return logViewOffset(value);
  return logHasBrand(logByteLength, value) ? logByteLength(value) : logViewLength(value);
}

function logContent(p, found, level, holder) {
  const data = logTrusted(found, holder) ?? found;
  if (data.get !== undefined) return data.set !== undefined ? '[Getter/Setter]' : '[Getter]';
  if (data.set !== undefined) return '[Setter]';
  return logNested(p, data.value, level);
}

// { value } where the property `found` of `holder` has a getter of ours; undefined where not, or where that throws.
function logTrusted(found, holder) {
  if (found.get === undefined || !weakSetHas(logTrustedGetters, found.get)) return undefined;
  try {
    return { value: apply(found.get, holder, []) };
  } catch {
    return undefined;
  }
}

function logNested(p, value, level) {
  p.indent += 2;
  const text = logValue(p, value, level);
  p.indent -= 2;
  return text;
}

const logPlural = (count, noun) => `${count} ${noun}${count > 1 ? 's' : ''}`;

// A row of holes is one item.
function logFillArray(p, output, value, level) {
  const { length } = value;
  let places;  // the names of what is there, once a hole was met
  let place = 0;
  let n = 0;
  while (n < length && output.length < logItemsMax && p.room > 0) {
    const found = getOwnPropertyDescriptor(value, n);
    if (found !== undefined) {
      arrayPush(output, logContent(p, found, level, value));
      n += 1;
    } else {
      places ??= keys(value);
      while (place < places.length && regexpTest(logIndex, places[place]) && +places[place] < n) place += 1;
      const next = place < places.length && regexpTest(logIndex, places[place]) ? +places[place] : length;
      arrayPush(output, `<${logPlural(next - n, 'empty item')}>`);
      n = next;
    }
  }
  if (n < length) arrayPush(output, `... ${logPlural(length - n, 'more item')}`);
}

function logFillTyped(p, output, value) {
  const length = logTypedLength(value);
  for (let n = 0; n < length && n < logItemsMax; n += 1) arrayPush(output, logPrimitive(value[n], 0));
  if (length > logItemsMax) arrayPush(output, `... ${logPlural(length - logItemsMax, 'more item')}`);
}

function logFillSet(p, output, value, level) {
  const members = setValues(value);
  for (let step = members.next(); !step.done; step = members.next()) {
    if (output.length >= logItemsMax || p.room <= 0) break;
    arrayPush(output, logNested(p, step.value, level));
  }
  const rest = setSize(value) - output.length;
  if (rest > 0) arrayPush(output, `... ${logPlural(rest, 'more item')}`);
}

function logFillMap(p, output, value, level) {
  const pairs = mapEntries(value);
  for (let step = pairs.next(); !step.done; step = pairs.next()) {
    if (output.length >= logItemsMax || p.room <= 0) break;
    const key = logNested(p, step.value[0], level);
    arrayPush(output, `${key} => ${logNested(p, step.value[1], level)}`);
  }
  const rest = mapSize(value) - output.length;
  if (rest > 0) arrayPush(output, `... ${logPlural(rest, 'more item')}`);
}

function logFillBuffer(p, output, value) {
  const length = logByteLength(value);
  const bytes = new NativeUint8Array(value, 0, min(length, logItemsMax));
  const shown = [];
  for (let n = 0; n < bytes.length; n += 1) arrayPush(shown, stringPadStart(numberToString(bytes[n], 16), 2, '0'));
  const rest = length - bytes.length;
  const more = rest > 0 ? ` ... ${logPlural(rest, 'more byte')}` : '';
  arrayPush(output, `[Uint8Contents]: <${arrayJoin(shown, ' ')}${more}>`);
}
