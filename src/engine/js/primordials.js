// First chunk of the snapshot's scope: the intrinsics as kernel-side JavaScript uses them, captured before anything is
// tamed, replaced or hardened, so that nothing that vat code does to an object of its own (an own `push`, a subclass, a
// proxy) can come between. Methods are uncurried: `arrayPush(list, item)` is `list.push(item)`. V8 inlines a bound
// `call`, so an uncurried method costs what the method costs.
//
// The whole scope is one strict function made of several files; what one declares at its top the next ones see. Nothing
// in it is visible to vat code unless it is handed out.

const { apply, construct, deleteProperty, ownKeys } = Reflect;
const {
  assign,
  create,
  defineProperties,
  defineProperty,
  entries,
  freeze,
  fromEntries,
  getOwnPropertyDescriptor,
  getOwnPropertyDescriptors,
  getOwnPropertyNames,
  getOwnPropertySymbols,
  getPrototypeOf,
  is,
  isExtensible,
  isFrozen,
  keys,
  preventExtensions,
  setPrototypeOf,
  values,
} = Object;
const { isArray } = Array;
const { isInteger, isSafeInteger } = Number;
const { parse: jsonParse, stringify: jsonStringify } = JSON;
const { fromCharCode } = String;
const { abs, floor, min, max, trunc, clz32, imul } = Math;

// uncurryThis(f)(receiver, ...args) is f.call(receiver, ...args).
const uncurryThis = Function.prototype.bind.bind(Function.prototype.call);
// The same for the getter of an accessor property.
const uncurryGetter = (object, name) => uncurryThis(getOwnPropertyDescriptor(object, name).get);

// The constructors themselves: the globals of these names may be replaced (WeakMap, WeakSet), tamed (Date) or taken
// away (WeakRef, FinalizationRegistry) for vat code.
const NativeDate = Date;
const NativeError = Error;
const NativeFunction = Function;
const NativeMap = Map;
const NativePromise = Promise;
const NativeProxy = Proxy;
const NativeRangeError = RangeError;
const NativeRegExp = RegExp;
const NativeSet = Set;
const NativeString = String;
const NativeTypeError = TypeError;
const NativeUint8Array = Uint8Array;
const NativeWeakMap = WeakMap;
const NativeWeakSet = WeakSet;

const ObjectPrototype = Object.prototype;
const FunctionPrototype = Function.prototype;
const ArrayPrototype = Array.prototype;
const PromisePrototype = Promise.prototype;

const { iterator: symbolIterator, asyncIterator: symbolAsyncIterator, toStringTag: symbolToStringTag } = Symbol;
const symbolFor = Symbol.for;
const symbolKeyFor = Symbol.keyFor;

const objectHasOwn = uncurryThis(ObjectPrototype.hasOwnProperty);
const objectPropertyIsEnumerable = uncurryThis(ObjectPrototype.propertyIsEnumerable);
const objectToString = uncurryThis(ObjectPrototype.toString);

const functionBind = uncurryThis(FunctionPrototype.bind);
const functionToString = uncurryThis(FunctionPrototype.toString);

const arrayFilter = uncurryThis(ArrayPrototype.filter);
const arrayForEach = uncurryThis(ArrayPrototype.forEach);
const arrayIncludes = uncurryThis(ArrayPrototype.includes);
const arrayIndexOf = uncurryThis(ArrayPrototype.indexOf);
const arrayJoin = uncurryThis(ArrayPrototype.join);
const arrayMap = uncurryThis(ArrayPrototype.map);
const arrayPop = uncurryThis(ArrayPrototype.pop);
const arrayPush = uncurryThis(ArrayPrototype.push);
const arraySlice = uncurryThis(ArrayPrototype.slice);
const arraySome = uncurryThis(ArrayPrototype.some);
const arraySort = uncurryThis(ArrayPrototype.sort);
const arraySplice = uncurryThis(ArrayPrototype.splice);
const arrayUnshift = uncurryThis(ArrayPrototype.unshift);

const stringCharCodeAt = uncurryThis(String.prototype.charCodeAt);
const stringEndsWith = uncurryThis(String.prototype.endsWith);
const stringIncludes = uncurryThis(String.prototype.includes);
const stringIndexOf = uncurryThis(String.prototype.indexOf);
const stringPadStart = uncurryThis(String.prototype.padStart);
const stringRepeat = uncurryThis(String.prototype.repeat);
const stringReplace = uncurryThis(String.prototype.replace);
const stringSlice = uncurryThis(String.prototype.slice);
const stringSplit = uncurryThis(String.prototype.split);
const stringStartsWith = uncurryThis(String.prototype.startsWith);
const regexpExec = uncurryThis(RegExp.prototype.exec);
const regexpTest = uncurryThis(RegExp.prototype.test);

const numberToString = uncurryThis(Number.prototype.toString);
const symbolToString = uncurryThis(Symbol.prototype.toString);

const mapClear = uncurryThis(Map.prototype.clear);
const mapDelete = uncurryThis(Map.prototype.delete);
const mapEntries = uncurryThis(Map.prototype.entries);
const mapForEach = uncurryThis(Map.prototype.forEach);
const mapGet = uncurryThis(Map.prototype.get);
const mapHas = uncurryThis(Map.prototype.has);
const mapSet = uncurryThis(Map.prototype.set);
const mapSize = uncurryGetter(Map.prototype, 'size');
const setAdd = uncurryThis(Set.prototype.add);
const setClear = uncurryThis(Set.prototype.clear);
const setDelete = uncurryThis(Set.prototype.delete);
const setForEach = uncurryThis(Set.prototype.forEach);
const setHas = uncurryThis(Set.prototype.has);
const setSize = uncurryGetter(Set.prototype, 'size');
const setValues = uncurryThis(Set.prototype.values);
const weakMapDelete = uncurryThis(WeakMap.prototype.delete);
const weakMapGet = uncurryThis(WeakMap.prototype.get);
const weakMapHas = uncurryThis(WeakMap.prototype.has);
const weakMapSet = uncurryThis(WeakMap.prototype.set);
const weakSetAdd = uncurryThis(WeakSet.prototype.add);
const weakSetDelete = uncurryThis(WeakSet.prototype.delete);
const weakSetHas = uncurryThis(WeakSet.prototype.has);

// `promiseThen` and `await` look at a promise's own `constructor`, which vat code can define; `promiseResolve` of a
// native promise whose constructor is Promise gives the promise itself, of anything else a new one.
const promiseCatch = uncurryThis(PromisePrototype.catch);
const promiseReject = functionBind(Promise.reject, Promise);
const promiseResolve = functionBind(Promise.resolve, Promise);
const promiseThen = uncurryThis(PromisePrototype.then);

const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
const typedArrayTag = uncurryGetter(typedArrayPrototype, symbolToStringTag);  // undefined for what is no typed array
const dateGetTime = uncurryThis(Date.prototype.getTime);
const dateToISOString = uncurryThis(Date.prototype.toISOString);

// What the tamed Date.now, new Date() and Math.random (lockdown.js) ask at each call: a function while the vat holds
// the power, else undefined, whereupon they throw a TypeError that names the power. `now` returns milliseconds, `random`
// a number in [0, 1).
const taming = { __proto__: null, now: undefined, random: undefined };
