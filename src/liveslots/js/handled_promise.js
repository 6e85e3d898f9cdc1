// HandledPromise, as code for `@endo/eventual-send` uses it: a promise with a handler for what is sent to it while it is
// pending, or with none, whereupon messages wait until it is resolved and then go where it went, in their order; and
// presences with a handler.
//
// Each message to one of these takes a turn before it is looked at, whatever has become of the promise meanwhile, so that
// none overtakes another.
const trapNames = ['applyMethod', 'applyFunction', 'get'];  // by op

const handlings = new NativeWeakMap();  // of promises and presences

class Handling {
  constructor(object, handler) {
    this.object = object;
    this.handler = handler;    // undefined: none, and messages wait in `queue`
    this.isPending = true;     // always, of a presence
    this.next = undefined;     // a promise or an object: what it was resolved to, where messages go at once
    this.queue = [];
    this.queueGone = 0;        // of those in the queue that had their turn
    this.isEnding = false;     // it is resolved, and what waited in the queue has its turn before what comes now
    weakMapSet(handlings, object, this);
  }
}

const requireHandler = (handler, what) => {
  if (!isObject(handler)) throw new NativeTypeError(`HandledPromise: the ${what} must be an object`);
};

// Handlings whose promises are resolved and whose queues have their turn: a list, not calls in each other, since a chain of
// results may be longer than the stack is deep.
let ended = [];
let endedCount = 0;  // of those in the list that had their turn
let isRunningQueues = false;

function runQueues() {
  const wasRunning = isRunningQueues;
  isRunningQueues = true;
  try {
    while (endedCount < ended.length) {
      const handling = ended[endedCount];
      const { queue, queueGone } = handling;
      if (queueGone < queue.length) {
        handling.queueGone += 1;
        queue[queueGone](true);  // which may put more there, and run queues itself
      } else {
        handling.queue = [];
        handling.isEnding = false;
        endedCount += 1;
      }
    }
    ended = [];
    endedCount = 0;
  } finally {
    isRunningQueues = wasRunning;
  }
}

// A promise, and what resolves it and its handling together. What waits for it goes at once; where it is the result of what
// itself waited, after all that waited there.
function makeHandled(handler, isResult) {
  let settle;
  const promise = new NativePromise((resolve, reject) => {
    settle = { resolve, reject };
  });
  const handling = new Handling(promise, handler);
  const end = (act, value, next) => {
    if (!handling.isPending) return;
    if (handling.queue.length > 0) {
      promiseThen(laterTurn, runQueues);  // of what is left where the stack ends
      handling.isEnding = true;
      arrayPush(ended, handling);
    }
    handling.isPending = false;
    handling.handler = undefined;
    handling.next = next;
    act(value);
    if (handling.isEnding && !(isResult && isRunningQueues)) runQueues();
  };
  return {
    promise,
    resolve: value => end(settle.resolve, value, forwardOf(promise, value)),
    reject: reason => end(settle.reject, reason, undefined),
    resolveWithPresence(presenceHandler = undefined) {
      requireHandler(presenceHandler, 'handler of a presence');
      if (!handling.isPending) throw new NativeTypeError('HandledPromise: resolved already');
      const slot = new HeapSlot('Alleged: presence', -1);
      const presence = makeEmptyRemotable(slot.iface, slot);
      new Handling(presence, presenceHandler);
      end(settle.resolve, presence, presence);
      return presence;
    },
  };
}

// Where messages to `promise` go at once when it is resolved to `value`; undefined where they wait for what it becomes.
function forwardOf(promise, value) {
  if (!isObject(value)) return undefined;
  let handling = weakMapGet(handlings, value);
  if (handling === undefined) {
    return slotOf(value) !== undefined && slotOf(value).tag === undefined ? value : undefined;
  }
  let end = value;
  for (; handling !== undefined; handling = weakMapGet(handlings, handling.next)) {
    if (handling.object === promise) return undefined;
    if (handling.next === undefined || handling.next === handling.object) break;
    // nothing waits there: messages need not go by it, or each result of a chain would be one further
    if (end === handling.object && !handling.isEnding) end = handling.next;
  }
  return end;
}

function sendToHandled(handling, op, name, args, wanted) {
  const result = wanted ? makeHandled(undefined, true) : undefined;
  promiseThen(laterTurn, handOver(handling, op, name, args, result));
  return result?.promise;
}

function sendToHandledNow(handling, op, name, args, wanted) {
  const result = wanted ? makeHandled(undefined, true) : undefined;
  handOver(handling, op, name, args, result)(false);
  return result?.promise;
}

function handOver(handling, op, name, args, result) {
  const act = hasTurn => {
    try {
      if (!hasTurn && (handling.isEnding || isWaiting(handling, op))) {
        arrayPush(handling.queue, act);
        return;
      }
      const answer = dispatch(handling, op, name, args, result);
      if (result !== undefined) result.resolve(answer);
      else if (isObject(answer) && native.classify(answer) === kindPromise) drop(plainPromise(answer));
    } catch (error) {
      if (result !== undefined) result.reject(error);
    }
  };
  return act;
}

// Whether there is nobody yet to take the message.
const isWaiting = ({ isPending, handler }, op) =>
  isPending && (handler === undefined
    || (typeof handler[trapNames[op]] !== 'function' && !(op === opMethod && typeof handler.get === 'function')));

// What a promise has become, where it is fulfilled and nobody handles it: it takes no further turn to say something to that.
function settledTo(value) {
  let at = value;
  while (isObject(at) && native.classify(at) === kindPromise && !weakMapHas(handlings, at)
      && native.promiseState(at) === 'fulfilled') {
    at = native.promiseResult(at);
  }
  return at;
}

function dispatch({ object, handler, isPending, next }, op, name, args, result) {
  if (!isPending) {
    const isSettled = next !== undefined || native.promiseState(object) === 'fulfilled';
    if (isSettled) return sendNow(op, settledTo(next ?? native.promiseResult(object)), name, args, result !== undefined);
    return sendWhenSettled(op, object, name, args, result !== undefined);
  }
  const trapName = trapNames[op];
  const trapArgs = op === opFunction ? [object, args] : op === opGet ? [object, name] : [object, name, args];
  if (result === undefined && typeof handler[`${trapName}SendOnly`] === 'function') {
    return apply(handler[`${trapName}SendOnly`], handler, trapArgs);
  }
  if (typeof handler[trapName] === 'function') return apply(handler[trapName], handler, [...trapArgs, result?.promise]);
  if (op === opMethod && typeof handler.get === 'function') {
    return sendNow(opFunction, handler.get(object, name), undefined, args, result !== undefined);
  }
  throw new NativeTypeError(`the handler has no ${trapName}`);
}

function HandledPromise(executor, pendingHandler = undefined) {
  if (new.target === undefined) throw new NativeTypeError('HandledPromise must be called with new');
  if (typeof executor !== 'function') throw new NativeTypeError('HandledPromise: the executor must be a function');
  if (pendingHandler !== undefined) requireHandler(pendingHandler, 'handler');
  const { promise, resolve, reject, resolveWithPresence } = makeHandled(pendingHandler, false);
  try {
    executor(resolve, reject, resolveWithPresence);
  } catch (error) {
    reject(error);
  }
  return promise;
}
HandledPromise.prototype = PromisePrototype;
setPrototypeOf(HandledPromise, NativePromise);  // for `all`, `race` and the like
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
