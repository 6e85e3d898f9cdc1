// E and HandledPromise (SPEC §10). To an object of this vat a message is a call in a later turn, its arguments as they are;
// to a presence or a promise that the kernel decides it is a syscall.
const opMethod = 0;
const opFunction = 1;
const opGet = 2;
const opNames = ['applyMethod', 'applyFunction', 'get'];

const handlers = new NativeWeakMap();  // of promises that HandledPromise made, while they are pending

// The names of an object's methods, its own and inherited ones, sorted.
function methodNames(target) {
  const names = new NativeSet();
  for (let object = target; isObject(object) && object !== ObjectPrototype && object !== FunctionPrototype;) {
    if (native.classify(object) === kindProxy) break;
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
    if (slot !== undefined && slot.alive === false) throw makeRestartError();
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

function send(op, target, name, args, wanted) {
  if (isObject(target)) {
    const slot = slotOf(target);
    if (slot !== undefined) {
      if (slot.refClass === importClass) return sendOut(importClass, slot.id, op, name, args, wanted);
      const pending = slot.undecided;
      if (pending !== undefined) return sendOut(pending.refClass, pending.id, op, name, args, wanted);
    }
    const handler = weakMapGet(handlers, target);
    if (handler !== undefined) return sendToHandler(handler, target, op, name, args);
    if (native.classify(target) === kindPromise) {
      return promiseThen(plainPromise(target), settled => send(op, settled, name, args, wanted));
    }
  }
  return promiseThen(laterTurn, () => (isThenable(target)
    ? promiseThen(promiseResolve(target), settled => send(op, settled, name, args, wanted))
    : perform(op, target, name, args)));
}

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

function sendToHandler(handler, target, op, name, args) {
  return promiseThen(laterTurn, () => {
    if (!weakMapHas(handlers, target)) return send(op, target, name, args, true);
    const trap = handler[opNames[op]];
    if (typeof trap !== 'function') {
      return promiseThen(target, settled => send(op, settled, name, args, true));
    }
    return op === opFunction ? apply(trap, handler, [target, args])
      : op === opGet ? apply(trap, handler, [target, name])
        : apply(trap, handler, [target, name, args]);
  });
}

// To another vat. What cannot be passed rejects the result.
function sendOut(refClass, id, op, name, args, wanted) {
  const refusal = admit(args) ?? admit(name);
  if (refusal !== undefined) {
    return promiseReject(new NativeTypeError(
      `cannot pass ${op === opFunction ? 'target' : shownName(name)}()${refusal.path}: ${refusal.reason}`));
  }
  startEncoding();
  forMessage = true;
  encode(freeze([op, name, args]));
  const result = wanted ? takeId() : -1;
  native.send(refClass, id, position, refCount, result);
  return wanted ? makeResultPromise(result) : undefined;
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
  __proto__: null,
  get(holder, name) {
    return send(opGet, holder.target, name, [], true);
  },
  has() {
    return true;
  },
};

const E = target => new NativeProxy(holderOf(target), callMessenger);
assign(E, {
  get(target) {
    return new NativeProxy({ target }, getMessenger);
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

// A promise with a handler for what is sent to it before it is settled, as in `@endo/eventual-send`.
function HandledPromise(executor, pendingHandler) {
  if (new.target === undefined) throw new NativeTypeError('HandledPromise must be called with new');
  if (typeof executor !== 'function') throw new NativeTypeError('HandledPromise: the executor must be a function');
  let settle;
  const promise = new NativePromise((resolve, reject) => {
    settle = { resolve, reject };
  });
  if (isObject(pendingHandler)) weakMapSet(handlers, promise, pendingHandler);
  const done = act => value => {
    weakMapDelete(handlers, promise);
    act(value);
  };
  const resolveWithPresence = (presenceHandler = undefined) => {
    const presence = freeze(create(ifacePrototype('Alleged: presence')));
    if (isObject(presenceHandler)) weakMapSet(handlers, presence, presenceHandler);
    done(settle.resolve)(presence);
    return presence;
  };
  try {
    executor(done(settle.resolve), done(settle.reject), resolveWithPresence);
  } catch (error) {
    done(settle.reject)(error);
  }
  return promise;
}
HandledPromise.prototype = PromisePrototype;
assign(HandledPromise, {
  resolve: target => promiseResolve(target),
  reject: reason => promiseReject(reason),
  applyMethod: (target, name, args) => send(opMethod, target, name, [...args], true),
  applyFunction: (target, args) => send(opFunction, target, undefined, [...args], true),
  get: (target, name) => send(opGet, target, name, [], true),
  applyMethodSendOnly: (target, name, args) => drop(send(opMethod, target, name, [...args], false)),
  applyFunctionSendOnly: (target, args) => drop(send(opFunction, target, undefined, [...args], false)),
  getSendOnly: (target, name) => drop(send(opGet, target, name, [], false)),
});
