// What an object is called, for the console (format.js), found out without running any code of the vat's: no getter, no
// trap, no toString, no Symbol.hasInstance. What cannot be known that way is not shown.

// The prototypes of the language, with the names that their instances go by. lockdown.js may turn properties of these into
// accessors of its own, so `constructor` is never looked up on them.
const logPrototypeNames = new NativeMap();

for (const name of getOwnPropertyNames(globalThis)) {
  const prototype = typeof globalThis[name] === 'function' ? globalThis[name].prototype : undefined;
  if (prototype !== undefined && prototype.constructor === globalThis[name]) {
    mapSet(logPrototypeNames, prototype, name);
  }
}
mapSet(logPrototypeNames, getPrototypeOf(async () => {}), 'AsyncFunction');
mapSet(logPrototypeNames, getPrototypeOf(function* () {}), 'GeneratorFunction');
mapSet(logPrototypeNames, getPrototypeOf(async function* () {}), 'AsyncGeneratorFunction');

// For objects of ours: those with `prototype` show as instances of `name`, and what a `getter` gives, as those of a virtual
// object's state do, shows as the value of a property. A getter that throws shows as a getter.
const logTrustedGetters = new NativeWeakSet();
const logTrustPrototype = (prototype, name) => mapSet(logPrototypeNames, prototype, name);
const logTrustGetter = getter => weakSetAdd(logTrustedGetters, getter);
// The same for one that gives the tag of whatever it is read of, and never throws.
const logTagGetters = new NativeWeakSet();
const logTrustTagGetter = getter => weakSetAdd(logTagGetters, getter);

const logHidden = freeze({ __proto__: null });  // logRead: there is something, but reading it might run code

// object[key] where that is a data property, its own or inherited; undefined where there is none.
function logRead(object, key) {
  for (let holder = object; holder !== null; holder = getPrototypeOf(holder)) {
    if (native.isProxy(holder)) return logHidden;
    const found = getOwnPropertyDescriptor(holder, key);
    if (found !== undefined) {
      if (objectHasOwn(found, 'value')) return found.value;
      return mapHas(logPrototypeNames, holder) || weakSetHas(logTagGetters, found.get) ? holder[key] : logHidden;
    }
  }
  return undefined;
}

function logReadText(object, key) {
  const value = logRead(object, key);
  return typeof value === 'string' ? value : '';
}

function logInherits(value, prototype) {
  if (prototype === null || typeof prototype !== 'object' && typeof prototype !== 'function') return false;
  let holder = value;
  while (!native.isProxy(holder)) {
    holder = getPrototypeOf(holder);
    if (holder === null) return false;
    if (holder === prototype) return true;
  }
  return false;
}

// The name that the constructor of `value` goes by, seen from its prototype `holder`; '' where that has none.
function logNameAt(value, holder) {
  const known = holder === value ? undefined : mapGet(logPrototypeNames, holder);
  if (known !== undefined) return known;
  const maker = getOwnPropertyDescriptor(holder, 'constructor')?.value;
  if (typeof maker !== 'function' || native.isProxy(maker)) return '';
  const prototype = getOwnPropertyDescriptor(maker, 'prototype')?.value;
  return logInherits(value, prototype) ? logReadText(maker, 'name') : '';
}

// { maker, language }: the name of the constructor as Node would print it, null where the value has no prototype; and the
// name of the nearest prototype of the language, '' where there is none. `levels`: so many prototypes without a constructor
// are named inside each other.
function logLineage(value, levels) {
  let maker = '';
  let first;
  for (let holder = value; holder !== null; holder = getPrototypeOf(holder)) {
    if (native.isProxy(holder)) return { maker: maker || 'Object <Complex prototype>', language: '' };
    if (maker === '') maker = logNameAt(value, holder);
    const language = holder === value ? undefined : mapGet(logPrototypeNames, holder);
    if (language !== undefined) return { maker: maker || language, language };
    if (first === undefined && holder !== value) first = holder;
  }
  if (first === undefined) return { maker: null, language: '' };
  if (maker !== '') return { maker, language: '' };
  if (levels < 0) return { maker: 'Object <Complex prototype>', language: '' };
  const inner = logLineage(first, levels - 1).maker;
  if (inner !== null) return { maker: `Object <${inner}>`, language: '' };
  const shown = logKeys(first).length === 0 ? '[Object: null prototype] {}' : '[Object: null prototype]';
  return { maker: `Object <${shown}>`, language: '' };
}

function logTag(value) {
  const own = getOwnPropertyDescriptor(value, symbolToStringTag);
  if (own !== undefined && own.enumerable) return '';
  const typed = typedArrayTag(value);
  return typed !== undefined && own === undefined ? typed : logReadText(value, symbolToStringTag);
}

// The names of the own properties that are shown.
function logKeys(value) {
  const symbols = getOwnPropertySymbols(value);
  const shown = keys(value);
  for (let n = 0; n < symbols.length; n += 1) {
    if (objectPropertyIsEnumerable(value, symbols[n])) arrayPush(shown, symbols[n]);
  }
  return shown;
}

const logIndex = /^(?:0|[1-9][0-9]*)$/;
const logElementsWithExtras = 100_000;  // a longer list is not searched for properties that are no elements

// The same of a list, without its elements.
function logExtraKeys(value, length) {
  if (length > logElementsWithExtras) return [];
  return arrayFilter(logKeys(value), key => typeof key === 'symbol' || !regexpTest(logIndex, key));
}

// "Map(2) [tag] ": what stands before an opening brace.
function logPrefix(maker, tag, fallback, size = '') {
  if (maker === null) {
    const shown = tag !== '' && fallback !== tag ? `[${tag}] ` : '';
    return `[${fallback}${size}: null prototype] ${shown}`;
  }
  return tag !== '' && maker !== tag ? `${maker}${size} [${tag}] ` : `${maker}${size} `;
}

const logClassText = /^class(?![\w$])(?!\s*\()/;

function logClassBase(value, maker, tag) {
  const own = getOwnPropertyDescriptor(value, 'name')?.value;
  let text = `class ${typeof own === 'string' && own !== '' ? own : '(anonymous)'}`;
  if (maker !== 'Function' && maker !== null) text += ` [${maker}]`;
  if (tag !== '' && maker !== tag) text += ` [${tag}]`;
  if (maker === null) return `[${text} extends [null prototype]]`;
  const parent = logReadText(getPrototypeOf(value), 'name');
  return parent === '' ? `[${text}]` : `[${text} extends ${parent}]`;
}

function logFunctionBase(value, maker, tag, language) {
  if (regexpTest(logClassText, functionToString(value))) return logClassBase(value, maker, tag);
  const type = language === '' || language === 'Object' ? 'Function' : language;
  const name = logReadText(value, 'name');
  let text = `[${type}${maker === null ? ' (null prototype)' : ''}${name === '' ? ' (anonymous)' : `: ${name}`}]`;
  if (maker !== type && maker !== null) text += ` ${maker}`;
  return tag !== '' && maker !== tag ? `${text} [${tag}]` : text;
}
