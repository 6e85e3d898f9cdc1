// How each kind of object is shown in the console (format.js): a shape says what stands before an object's parts (base,
// open) and after them (close), and
//   keys     the properties that are listed
//   fill     a function that adds the parts which are no properties, or undefined
//   atDepth  what is shown of the object where it stands too deep, or undefined: its name
//   isList   whether its parts may stand in columns
// Kinds are told by brands, which no code of the vat's can forge or observe.

const logValueOf = freeze({
  __proto__: null,
  Number: uncurryThis(Number.prototype.valueOf),
  String: uncurryThis(String.prototype.valueOf),
  Boolean: uncurryThis(Boolean.prototype.valueOf),
  BigInt: uncurryThis(BigInt.prototype.valueOf),
  Symbol: uncurryThis(Symbol.prototype.valueOf),
});
const logByteLength = uncurryGetter(ArrayBuffer.prototype, 'byteLength');
const logViewLength = uncurryGetter(DataView.prototype, 'byteLength');
const logViewOffset = uncurryGetter(DataView.prototype, 'byteOffset');
const logViewBuffer = uncurryGetter(DataView.prototype, 'buffer');
const logTypedLength = uncurryGetter(typedArrayPrototype, 'length');
const logSource = uncurryGetter(RegExp.prototype, 'source');
const logFlags = arrayMap(
  ['hasIndices', 'global', 'ignoreCase', 'multiline', 'dotAll', 'unicode', 'sticky'],
  (name, n) => freeze({ letter: 'dgimsuy'[n], isSet: uncurryGetter(RegExp.prototype, name) }),
);

// `check` is a method that throws for what has not its brand.
function logHasBrand(check, value) {
  try {
    check(value);
    return true;
  } catch {
    return false;
  }
}

function logNewShape(maker, tag) {
  return {
    maker,
    tag,
    base: '',
    open: '{',
    close: '}',
    keys: [],
    fill: undefined,
    atDepth: undefined,
    isList: false,
  };
}

function logShape(p, value, level) {
  const { maker, language } = logLineage(value, p.depthMax - level);
  const shape = logNewShape(maker, logTag(value));
  if (isArray(value)) {
    logShapeArray(shape, value, p);
  } else if (typeof value === 'function') {
    shape.base = logFunctionBase(value, maker, shape.tag, language);
    shape.keys = p.showsHidden ? ownKeys(value) : logKeys(value);
  } else if (maker === null && shape.tag === 'Module') {
    shape.open = '[Module: null prototype] {';
    shape.keys = arrayFilter(ownKeys(value), key => typeof key === 'string');
  } else if (maker === 'Object' && shape.tag === '') {
    shape.keys = p.showsHidden ? ownKeys(value) : logKeys(value);
    if (logNoun(value) === 'Arguments') shape.open = '[Arguments] {';
  } else {
    logShapeOther(shape, value, language, p);
  }
  return shape;
}

// What the language calls such objects: "Array", "Error", "Arguments", "Object"; only where there is no tag, since
// Object.prototype.toString would look at it, and it may be an accessor.
function logNoun(value) {
  if (logRead(value, symbolToStringTag) !== undefined) return 'Object';
  return stringSlice(objectToString(value), '[object '.length, -1);
}

function logShapeArray(shape, value, p) {
  const isPlain = shape.maker === 'Array' && shape.tag === '';
  const prefix = isPlain ? '' : logPrefix(shape.maker, shape.tag, 'Array', `(${value.length})`);
  shape.open = `${prefix}[`;
  shape.close = ']';
  shape.isList = true;
  shape.keys = logExtraKeys(value, value.length);
  if (p.showsHidden) arrayUnshift(shape.keys, 'length');
  if (value.length > 0) shape.fill = logFillArray;
}

function logShapeTyped(shape, value, typed) {
  const length = logTypedLength(value);
  shape.open = `${logPrefix(shape.maker, shape.tag, typed, `(${length})`)}[`;
  shape.close = ']';
  shape.isList = true;
  shape.keys = logExtraKeys(value, length);
  if (length > 0) shape.fill = logFillTyped;
}

// What the language has brands for, then instances of classes and objects with a tag.
function logShapeOther(shape, value, language, p) {
  const typed = typedArrayTag(value);
  if (typed !== undefined) {
    logShapeTyped(shape, value, typed);
    return;
  }
  shape.keys = logKeys(value);
  const brand = logBrandOf(value, shape.maker, language);
  if (brand !== undefined) brand.show(shape, value, p);
  else if (logIsError(value, shape.maker, language)) logShapeError(shape, value, p);
  else if (shape.maker === 'WeakMap' || shape.maker === 'WeakSet') logShapeWeak(shape);
  else if (native.promiseState(value) !== undefined) logShapePromise(shape);
  else shape.open = `${logPrefix(shape.maker, shape.tag, 'Object')}{`;
}

function logIsError(value, maker, language) {
  return setHas(logErrorNames, language) || (maker === null && logNoun(value) === 'Error');
}

function logShapeCollection(shape, size, noun, fill) {
  shape.open = `${logPrefix(shape.maker, shape.tag, noun, `(${size})`)}{`;
  if (size > 0) shape.fill = fill;
}

function logShapeText(shape, text, noun) {
  const prefix = logPrefix(shape.maker, shape.tag, noun);
  shape.base = prefix === `${noun} ` ? text : `${prefix}${text}`;
}

function logShapeDate(shape, value) {
  logShapeText(shape, is(dateGetTime(value), NaN) ? 'Invalid Date' : dateToISOString(value), 'Date');
}

function logShapeRegExp(shape, value) {
  const letters = arrayMap(logFlags, flag => (flag.isSet(value) ? flag.letter : ''));
  logShapeText(shape, `/${logSource(value)}/${arrayJoin(letters, '')}`, 'RegExp');
  shape.atDepth = shape.base;
}

function logShapeBuffer(shape) {
  shape.open = `${logPrefix(shape.maker, shape.tag, 'ArrayBuffer')}{`;
  shape.fill = logFillBuffer;
  arrayUnshift(shape.keys, 'byteLength');
}

function logShapeView(shape) {
  shape.open = `${logPrefix(shape.maker, shape.tag, 'DataView')}{`;
  arrayUnshift(shape.keys, 'byteLength', 'byteOffset', 'buffer');
}

function logShapeBoxed(shape, value, p, type) {
  const { maker, tag } = shape;
  const content = logValueOf[type](value);
  const named = maker === null ? ' (null prototype)' : ` (${maker})`;
  shape.base = `[${type}${maker === type ? '' : named}: ${logPrimitive(content, p.indent)}]`;
  if (tag !== '' && tag !== maker) shape.base += ` [${tag}]`;
  if (type === 'String') arraySplice(shape.keys, 0, content.length);  // its letters, which are properties too
}

// Entries of a weak collection cannot be listed.
function logShapeWeak(shape) {
  shape.open = `${logPrefix(shape.maker, shape.tag, shape.maker)}{`;
  shape.fill = (p, output) => arrayPush(output, '<items unknown>');
}

function logShapePromise(shape) {
  shape.open = `${logPrefix(shape.maker, shape.tag, 'Promise')}{`;
  shape.fill = (p, output, value) => arrayPush(output, `<${native.promiseState(value)}>`);
}

// `name` is that of the prototype which objects of the brand inherit from.
const logBrands = freeze([
  {
    name: 'Map',
    check: mapSize,
    show: (shape, value) => logShapeCollection(shape, mapSize(value), 'Map', logFillMap),
  },
  {
    name: 'Set',
    check: setSize,
    show: (shape, value) => logShapeCollection(shape, setSize(value), 'Set', logFillSet),
  },
  { name: 'Date', check: dateGetTime, show: logShapeDate },
  { name: 'RegExp', check: logFlags[0].isSet, show: logShapeRegExp },
  { name: 'ArrayBuffer', check: logByteLength, show: logShapeBuffer },
  { name: 'DataView', check: logViewLength, show: logShapeView },
  ...arrayMap(keys(logValueOf), name => ({
    name,
    check: logValueOf[name],
    show: (shape, value, p) => logShapeBoxed(shape, value, p, name),
  })),
]);

function logBrandOf(value, maker, language) {
  for (let n = 0; n < logBrands.length; n += 1) {
    const brand = logBrands[n];
    if ((maker === null || brand.name === language) && logHasBrand(brand.check, value)) return brand;
  }
  return undefined;
}
