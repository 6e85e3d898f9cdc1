// What makes the realm hardened (SPEC §2): lockdown() takes away what vat code may not have, tames what depends on time,
// chance or place, adds a few methods, and freezes every intrinsic. The last of the scope's files calls it once, after
// the globals that it adds are in place on globalThis (they are hardened too). It runs when the snapshot is made, so what
// it costs is paid at build time. docs/hardening.md tells why freezing goes the way it goes, with figures.

// The whole of it; nothing on globalThis changes afterwards.
function lockdown() {
  removeGlobals();
  tameDate();
  tameRandom();
  tameLocale();
  addMethods();
  const intrinsics = collectIntrinsics();
  arrayForEach(intrinsics, makeOverridable);
  arrayForEach(intrinsics, freezeIntrinsic);
  fixProperties(globalThis, []); // vat code may add globals of its own
}

function removeGlobals() {
  const absent = [
    'Atomics',
    'FinalizationRegistry',
    'Intl',
    'SharedArrayBuffer',
    'WeakRef',
    'WebAssembly',
  ];
  arrayForEach(absent, name => delete globalThis[name]);
  // RegExp.$1 and its like would tell any code what any other matched last.
  arrayForEach(ownKeys(NativeRegExp), key => {
    const kept = ['length', 'name', 'prototype', Symbol.species];
    if (!arrayIncludes(kept, key)) delete NativeRegExp[key];
  });
}

// The functions and accessors of `methods` replace or join those of `object`, not enumerable, as intrinsics are.
function install(object, methods) {
  arrayForEach(ownKeys(methods), key => {
    const descriptor = getOwnPropertyDescriptor(methods, key);
    defineProperty(object, key, { __proto__: null, ...descriptor, enumerable: false });
  });
}

function tameDate() {
  const now = what => {
    if (taming.now === undefined) {
      throw new NativeTypeError(`${what} needs the power "clock" (the vat's config: "powers": ["clock"])`);
    }
    return taming.now();
  };
  const TamedDate = {
    Date: function (...args) {
      if (new.target === undefined) return new NativeDate(now('Date()')).toString();
      return construct(NativeDate, args.length === 0 ? [now('new Date()')] : args, new.target);
    },
  }.Date;
  const { parse, UTC, prototype } = NativeDate;
  defineProperty(TamedDate, 'length', { __proto__: null, value: NativeDate.length });
  defineProperty(TamedDate, 'prototype', { __proto__: null, value: prototype, writable: false });
  install(TamedDate, {
    now() {
      return now('Date.now()');
    },
    parse,
    UTC,
  });
  install(prototype, { constructor: TamedDate });
  install(globalThis, { Date: TamedDate });
}

function tameRandom() {
  install(Math, {
    random() {
      if (taming.random === undefined) {
        throw new NativeTypeError('Math.random() needs the power "random" (the vat\'s config: "powers": ["random"])');
      }
      return taming.random();
    },
  });
}

// What depends on the machine's locale gives the form that depends on nothing. (Times are UTC: the process sees to that.)
function tameLocale() {
  const { toString, toDateString, toTimeString } = NativeDate.prototype;
  const numberText = Number.prototype.toString;
  const bigintText = BigInt.prototype.toString;
  const { toLowerCase, toUpperCase } = String.prototype;
  install(NativeDate.prototype, {
    toLocaleString() {
      return apply(toString, this, []);
    },
    toLocaleDateString() {
      return apply(toDateString, this, []);
    },
    toLocaleTimeString() {
      return apply(toTimeString, this, []);
    },
  });
  install(Number.prototype, {
    toLocaleString() {
      return apply(numberText, this, []);
    },
  });
  install(BigInt.prototype, {
    toLocaleString() {
      return apply(bigintText, this, []);
    },
  });
  install(String.prototype, {
    toLocaleLowerCase() {
      return apply(toLowerCase, this, []);
    },
    toLocaleUpperCase() {
      return apply(toUpperCase, this, []);
    },
    localeCompare(that) {
      const left = textOf(this, 'localeCompare');
      const right = NativeString(that);
      if (left === right) return 0;
      return left < right ? -1 : 1;
    },
  });
}

// `this` of a String method, as the language converts it.
function textOf(value, method) {
  if (value === undefined || value === null) {
    throw new NativeTypeError(`String.prototype.${method} called on null or undefined`);
  }
  return NativeString(value);
}

// The methods that the engine's flags take away (v8_process.cc).
function addMethods() {
  const integer = value => {
    const number = trunc(+value);
    return number !== number ? 0 : number;
  };
  const lengthOf = object => min(max(integer(object.length), 0), Number.MAX_SAFE_INTEGER);
  const objectOf = (value, method) => {
    if (value === undefined || value === null) {
      throw new NativeTypeError(`${method} called on null or undefined`);
    }
    return Object(value);
  };
  const indexAt = (length, position) => {
    const relative = integer(position);
    return relative < 0 ? length + relative : relative;
  };
  const findFromEnd = (object, length, predicate, receiver) => {
    if (typeof predicate !== 'function') throw new NativeTypeError(`${typeof predicate} is not a function`);
    for (let index = length - 1; index >= 0; index -= 1) {
      const value = object[index];
      if (apply(predicate, receiver, [value, index, object])) return { index, value };
    }
    return { index: -1, value: undefined };
  };
  const typedArrayLength = uncurryGetter(typedArrayPrototype, 'length');
  const checkedLength = array => {
    if (typedArrayTag(array) === undefined) throw new NativeTypeError('this is not a typed array.');
    return typedArrayLength(array);
  };

  install(Object, {
    hasOwn(object, key) {
      return objectHasOwn(objectOf(object, 'Object.hasOwn'), key);
    },
  });
  install(String.prototype, {
    at(position) {
      const text = textOf(this, 'at');
      return text[indexAt(text.length, position)];
    },
  });
  const methodsWith = (name, objectAndLength) => ({
    at(position) {
      const [object, length] = objectAndLength(this, `${name}.prototype.at`);
      const index = indexAt(length, position);
      return index < 0 || index >= length ? undefined : object[index];
    },
    findLast(predicate, receiver = undefined) {
      const [object, length] = objectAndLength(this, `${name}.prototype.findLast`);
      return findFromEnd(object, length, predicate, receiver).value;
    },
    findLastIndex(predicate, receiver = undefined) {
      const [object, length] = objectAndLength(this, `${name}.prototype.findLastIndex`);
      return findFromEnd(object, length, predicate, receiver).index;
    },
  });
  const ofArray = (value, method) => {
    const object = objectOf(value, method);
    return [object, lengthOf(object)];
  };
  install(ArrayPrototype, methodsWith('Array', ofArray));
  install(typedArrayPrototype, methodsWith('TypedArray', array => [array, checkedLength(array)]));
}

// Every object that vat code can reach without making it: from globalThis, and by syntax alone.
function collectIntrinsics() {
  const bySyntax = [
    [][symbolIterator](),
    ''[symbolIterator](),
    new NativeMap()[symbolIterator](),
    new NativeSet()[symbolIterator](),
    ''.matchAll(/x/g),
    function* () {},
    function* () {}.prototype,
    async function () {},
    async function* () {},
    async function* () {}.prototype,
    (function () {
      return arguments;
    })(),
  ];
  const roots = [
    ...arrayMap(bySyntax, getPrototypeOf),
    getOwnPropertyDescriptor(bySyntax[bySyntax.length - 1], 'callee').get, // %ThrowTypeError%
    NativeDate,
    NativeWeakMap,
    NativeWeakSet,
  ];
  const found = new NativeSet();
  const visit = value => {
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
    if (!isObject || value === globalThis || found.has(value)) return;
    found.add(value);
    visitAll(value);
  };
  const visitAll = object => {
    arrayForEach(ownKeys(object), key => {
      const { value, get, set } = getOwnPropertyDescriptor(object, key);
      arrayForEach([value, get, set], visit);
    });
    visit(getPrototypeOf(object));
  };
  arrayForEach(roots, visit);
  visitAll(globalThis);
  return [...found];
}

// The override mistake: where an intrinsic's property is frozen, assignment cannot make an own property of the same name
// on an object that inherits it (`error.name = …`, `Sub.prototype.toString = …`). As an accessor whose setter does just
// that, the property is as fixed and assignment works; V8 inlines the getter.
function makeOverridable(object) {
  if (!isInherited(object)) return;
  arrayForEach(ownKeys(object), key => {
    const { value, writable, enumerable, configurable } = getOwnPropertyDescriptor(object, key);
    if (!writable || !configurable || isWatched(object, key)) return;
    const { get, set } = overridableAccessors(object, key, value);
    freeze(get);
    freeze(set);
    defineProperty(object, key, { __proto__: null, get, set, enumerable });
  });
}

function failAssignment(key) {
  throw new NativeTypeError(`Cannot assign to read only property '${NativeString(key)}' of object`);
}
function overridableAccessors(object, key, value) {
  const accessors = {
    get [key]() {
      return value;
    },
    set [key](assigned) {
      const isObject = (typeof this === 'object' && this !== null) || typeof this === 'function';
      if (this === object || !isObject) failAssignment(key);
      const own = getOwnPropertyDescriptor(this, key);
      const isNew = own === undefined;
      if (!isNew && !own.writable) failAssignment(key);
      const rights = isNew ? { writable: true, enumerable: true, configurable: true } : {};
      defineProperty(this, key, { __proto__: null, ...rights, value: assigned });
    },
  };
  return getOwnPropertyDescriptor(accessors, key);
}

// Constructors, and prototypes; those of iterators have no constructor.
function isInherited(object) {
  return objectHasOwn(object, 'constructor') || objectHasOwn(object, 'prototype') || objectHasOwn(object, 'next');
}

// What V8 watches to keep its fast paths, so that it stays a data property (and assigning over it throws): to define it
// anew would cost arrays, iteration, promises and regular expressions up to 90 times their speed for good.
function isWatched(object, key) {
  if (object === NativeRegExp.prototype) return true;
  switch (key) {
    case 'constructor':
      return object === ArrayPrototype || object === PromisePrototype || isTypedArrayPrototype(object);
    case 'next':
      return !objectHasOwn(object, 'return'); // generators have it
    case symbolIterator:
      return true;
    case 'resolve':
      return object === NativePromise;
    case 'then':
      return object === PromisePrototype;
    default:
      return false;
  }
}

function isTypedArrayPrototype(object) {
  return object === typedArrayPrototype || getPrototypeOf(object) === typedArrayPrototype;
}

// Afterwards Object.isFrozen(object). Object.freeze() changes the kind of an object's elements, which makes stores to the
// elements of everything that inherits from it slow, unless the object's properties lie in a table at that time; that
// in turn would make its methods slow to find, so they are laid out as an array again. V8's natives do both; they are
// compiled from text so that this file is plain JavaScript.
function freezeIntrinsic(object) {
  const layOutAsTable = NativeFunction('object', '%OptimizeObjectForAddingMultipleProperties(object, 1)');
  const layOutAsArray = NativeFunction('object', '%ToFastProperties(object)');
  if (object === NativeError) {
    fixProperties(object, ['stackTraceLimit']); // Realm freezes it (realm.cc)
  } else if (object === NativeRegExp.prototype || !isInherited(object)) {
    freeze(object);
  } else {
    if (typeof object === 'object') layOutAsTable(object);
    freeze(object);
    layOutAsArray(object);
  }
}

function fixProperties(object, except) {
  arrayForEach(ownKeys(object), key => {
    if (arrayIncludes(except, key)) return;
    const isData = objectHasOwn(getOwnPropertyDescriptor(object, key), 'value');
    const rights = isData ? { writable: false } : {};
    defineProperty(object, key, { __proto__: null, ...rights, configurable: false });
  });
}
