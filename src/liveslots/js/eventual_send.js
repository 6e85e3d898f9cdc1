// E (SPEC §10). To an object of this vat a message is a call in a later turn, its arguments as they are; to a presence or a
// promise that the kernel decides it is a syscall; to what HandledPromise made it is its handler's (handled_promise.js).
const opMethod = 0;
const opFunction = 1;
const opGet = 2;

// The names of an object's methods, its own and inherited ones, sorted.
function methodNames(target) {
  const names = new NativeSet();
  for (let object = target; isObject(object) && object !== ObjectPrototype && object !== FunctionPrototype;) {
    if (native.classify(object) === kindProxy && !(slotOf(object) instanceof ObjectRecord)) break;
    for (const name of getOwnPropertyNames(object)) {
      if (typeof getOwnPropertyDescriptor(object, name).value === 'function') setAdd(names, name);
    }
    object = getPrototypeOf(object);
  }
  return arraySort([...setValues(names)]);
}

const shownName = name => (typeof name === 'symbol' ? symbolToString(name) : name);

// Does what a message says to an object of this vat.
function perform(op, target, name, args) {
  if (isObject(target)) {
    const slot = slotOf(target);
    if (slot !== undefined && slot.alive === false) {
      // the root was read from the store before it was known
      if (slot.id === rootId && rootSlot !== undefined) return perform(op, mapGet(heapObjects, rootId), name, args);
      throw makeRestartError();
    }
  } else if (target === undefined || target === null) {
    throw new NativeTypeError(`cannot send ${op === opFunction ? 'a call' : jsonStringify(shownName(name))} to ${target}`);
  }
  if (op === opGet) return target[name];
  if (op === opFunction) {
    if (typeof target !== 'function') throw new NativeTypeError('target is not a function');
    return apply(target, undefined, args);
  }
  const method = target[name];
  if (typeof method !== 'function') {
    throw new NativeTypeError(
      `target has no method ${jsonStringify(shownName(name))}, has ${jsonStringify(methodNames(target))}`);
  }
  return apply(method, target, args);
}

const laterTurn = promiseResolve(undefined);

// A message, from the turn in which it is said. It goes where it goes one turn later, whatever the target is, or when the
// promise is settled that the target is: so what was said first goes first.
function send(op, target, name, args, wanted) {
  if (isObject(target)) {
    const way = wayOut(op, target);
    if (way !== undefined) return sendOut(way, op, name, args, wanted, inLaterTurn);
    const handling = weakMapGet(handlings, target);
    if (handling !== undefined) return sendToHandled(handling, op, name, args, wanted);
    if (native.classify(target) === kindPromise) return sendWhenSettled(op, plainPromise(target), name, args, wanted);
  }
  return promiseThen(laterTurn, () => sendNow(op, target, name, args, wanted));
}

// The same, when its turn has come.
function sendNow(op, target, name, args, wanted) {
  if (isObject(target)) {
    const way = wayOut(op, target);
    if (way !== undefined) return sendOut(way, op, name, args, wanted, way.isGone === false ? inLaterTurn : inThisTurn);
    const handling = weakMapGet(handlings, target);
    if (handling !== undefined) return sendToHandledNow(handling, op, name, args, wanted);
    if (native.classify(target) === kindPromise || isThenable(target)) {
      return sendWhenSettled(op, plainPromise(target), name, args, wanted);
    }
  }
  return perform(op, target, name, args);
}

const sendWhenSettled = (op, promise, name, args, wanted) =>
  promiseThen(promise, settled => sendNow(op, settled, name, args, wanted));

// The presence's slot, or what is known of the promise, whose name a message to another vat bears; undefined for what is
// sent to here. A property is asked of what a promise became: it may be data.
const wayOut = (op, target) => {
  const slot = slotOf(target);
  if (slot === undefined) return undefined;
  if (slot.refClass === importClass) return slot;
  return op === opGet ? undefined : slot.undecided;
};

// Like `target`, but of no class of its own, so that nothing of that class runs in this turn or makes the result.
const plainPromise = target => {
  try {
    return promiseResolve(target);
  } catch (error) {
    return promiseReject(error);
  }
};

// A promise of another making; not what stands for an object, whose `then` is a method like any other.
const isThenable = target => isObject(target) && slotOf(target) === undefined && typeof target.then === 'function';

const inThisTurn = act => act();
const inLaterTurn = act => promiseThen(laterTurn, act);

// To another vat. What cannot be passed rejects the result.
function sendOut(way, op, name, args, wanted, when) {
  const refusal = admitMessage(name, args);
  if (refusal !== undefined) {
    return promiseReject(new NativeTypeError(
      `cannot pass ${op === opFunction ? 'target' : shownName(name)}()${refusal.path}: ${refusal.reason}`));
  }
  const { refClass, id } = way;
  const result = wanted ? takeId() : -1;
  const pending = wanted ? makeResult(result) : undefined;
  if (refClass !== importClass) way.isSentTo = true;
  const act = () => transmit(refClass, id, op, name, args, result, wanted);
  when(() => {
    if (pending !== undefined) pending.isGone = true;
    afterStart(act);
  });
  return pending?.promise;
}

// `isAwaited`: the kernel is to tell what becomes of the result.
function transmit(refClass, id, op, name, args, result, isAwaited) {
  flushResolutions();
  encodeMessage(op, name, args);
  native.send(refClass, id, position, refCount, result, isAwaited);
}

// What the vat says to others while it starts goes out when its root is known, which then has one name for all.
let outbox = [];
const afterStart = act => {
  if (starting) arrayPush(outbox, act);
  else act();
};
function openOutbox() {
  starting = false;
  const acts = outbox;
  outbox = [];
  for (let i = 0; i < acts.length; i += 1) acts[i]();
}

const makePresence = (id, iface) => {
  const shown = iface || 'Alleged: presence';
  const presence = makeEmptyRemotable(shown, new ImportSlot(id, shown));
  native.register(2 * id + 1, presence);
  return presence;
};

// E(target).method(...) and E(target)(...): a proxy on a function, so that it can be called.
const messenger = (op, wanted) => ({
  __proto__: null,
  get(holder, name) {
    return (...args) => {
      const result = send(op, holder.target, name, args, wanted);
      return wanted ? result : drop(result);
    };
  },
  apply(holder, _receiver, args) {
    const result = send(opFunction, holder.target, undefined, args, wanted);
    return wanted ? result : drop(result);
  },
  has() {
    return true;
  },
  set() {
    return false;
  },
  defineProperty() {
    return false;
  },
  deleteProperty() {
    return false;
  },
});
const drop = result => {
  if (result !== undefined) promiseThen(result, ignore, ignore);
  return undefined;
};
const holderOf = target => {
  const holder = () => {};
  holder.target = target;
  return holder;
};
const callMessenger = messenger(opMethod, true);
const sendOnlyMessenger = messenger(opMethod, false);
const getMessenger = {
  ...callMessenger,
  get(holder, name) {
    return send(opGet, holder.target, name, [], true);
  },
  apply: undefined,
};

const E = target => new NativeProxy(holderOf(target), callMessenger);
assign(E, {
  get(target) {
    return new NativeProxy({ __proto__: null, target }, getMessenger);
  },
  sendOnly(target) {
    return new NativeProxy(holderOf(target), sendOnlyMessenger);
  },
  when(target, ok, bad) {
    return promiseThen(plainPromise(target), ok, bad);
  },
  resolve(target) {
    return promiseResolve(target);
  },
});
