// Promises that this heap shares with the kernel and that are not settled:
// - undecided ones, which the kernel will tell of: results of messages to other vats, and promises that arrived in one.
//   Messages to such a promise go to the kernel, which hands them on to whoever decides it;
// - decided ones, which this vat is to settle: the results of messages that it was given. Messages to them that other vats
//   send arrive here and wait, as this vat's own do, at a promise of the heap. A message that comes back to its sender
//   makes an undecided promise a decided one.
//
// Order (§10): what the vat sent to an undecided promise that is settled to an object or a promise of this vat itself is on
// its way home, while what it sends to the object is a call in a later turn, and would arrive first. So the vat sends a fence
// the same way, and sees what became of the promise when the fence is home. Where the message whose result the promise is
// comes home, the vat sends the fence there before it settles the promise, whatever to: so what is on its way comes home
// too, and goes on from here, before what is sent later.

// A promise that is settled from outside it.
class Waiting {
  constructor() {
    this.promise = new NativePromise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
  settle(rejected, value) {
    if (rejected) this.reject(value);
    else this.resolve(value);
  }
}

class Pending extends Waiting {
  constructor(slot, refClass, id) {
    super();
    this.slot = slot;
    this.refClass = refClass;
    this.id = id;
    this.isSentTo = false;
    this.isGone = true;  // false while the message whose result it is waits for its turn: what is said to it goes behind that
    stamp(this.promise, slot);
    native.registerHandled(refKey(refClass, id), this.promise);
  }
  // The kernel has settled it, and sent on what waited there.
  settleByNews(rejected, value) {
    if (this.isSentTo && !rejected) {
      const further = isObject(value) ? slotOf(value)?.undecided : undefined;
      // what was sent to this one waits there now
      if (further !== undefined) further.isSentTo = true;
      else if (isOfThisVat(value)) return this.resolveBehindFence(value);
    }
    return this.settle(rejected, value);
  }
  resolveBehindFence(value) {
    const isPending = () => native.classify(value) === kindPromise && native.promiseState(value) === 'pending';
    const wasPending = isPending();
    sendFence(heapClass, rootId, () => {
      // what waited at a promise of the vat's that was settled meanwhile may have been sent on behind the fence
      if (wasPending && !isPending()) this.resolveBehindFence(value);
      else this.resolve(value);
    });
  }
}

const undecided = new NativeMap();  // from RefKey to Pending
const decided = new NativeMap();    // from RefKey to Decision, but for …
// … the newest, which stands here: most are settled before the next comes, and V8 makes a Map anew that loses its only entry.
let newestDecision;

const findDecision = (refClass, id) =>
  (newestDecision !== undefined && newestDecision.id === id && newestDecision.refClass === refClass
    ? newestDecision : mapGet(decided, refKey(refClass, id)));
const dropDecision = decision => {
  if (decision === newestDecision) newestDecision = undefined;
  else mapDelete(decided, refKey(decision.refClass, decision.id));
};
const addDecision = decision => {
  if (newestDecision !== undefined) mapSet(decided, refKey(newestDecision.refClass, newestDecision.id), newestDecision);
  newestDecision = decision;
};

function isOfThisVat(value) {
  const slot = isObject(value) ? slotOf(value) : undefined;
  return slot !== undefined && slot.refClass !== importClass && slot.tag === undefined;
}

// Undecided -----------------------------------------------------------------------------------------------------------

function makeUndecided(slot, refClass, id) {
  slot.undecided = new Pending(slot, refClass, id);
  mapSet(undecided, refKey(refClass, id), slot.undecided);
  return slot.undecided.promise;
}

function importPromise(id) {
  const decision = findDecision(importedPromiseClass, id);
  if (decision !== undefined) return promiseOfDecision(decision);
  const slot = new PromiseSlot();
  slot.importId = id;
  const promise = makeUndecided(slot, importedPromiseClass, id);
  native.subscribe(importedPromiseClass, id);
  return promise;
}

// The result of a message that waits for its turn to be sent.
function makeResult(id) {
  const slot = new PromiseSlot();
  slot.exportId = id;
  makeUndecided(slot, promiseClass, id);
  slot.undecided.isGone = false;
  return slot.undecided;
}

// Fences --------------------------------------------------------------------------------------------------------------

const fences = new NativeMap();  // from the number of a fence's result to what is to be done when it is home

// It asks for a property, so that it does no harm if it arrives in another incarnation.
function sendFence(refClass, id, act) {
  const result = takeId();
  mapSet(fences, result, act);
  transmit(refClass, id, opGet, 'fence', [], result, false);
}

function takeFence(result) {
  const act = mapGet(fences, result);
  mapDelete(fences, result);
  resolveSoon(promiseClass, result, undefined, false, undefined, true);
  act();
}

// News ----------------------------------------------------------------------------------------------------------------

// The kernel's word on promises: all values are decoded before the first of the names ends, since they may hold each other,
// and all names are known before, so that none that is new is subscribed to.
let news = [];

function expectNews(id) {
  if (mapHas(undecided, refKey(importedPromiseClass, id))) return;
  const slot = new PromiseSlot();
  slot.importId = id;
  makeUndecided(slot, importedPromiseClass, id);
}

// The value is the last read.
function readNews(refClass, id, rejected) {
  try {
    arrayPush(news, { refClass, id, rejected, value: decodeFound(1)[0] });
  } catch (error) {
    arrayPush(news, { refClass, id, rejected: true, value: error });  // of a kit maker
  }
}

function settleNews() {
  const list = news;
  news = [];
  for (let i = 0; i < list.length; i += 1) {
    const { refClass, id, rejected, value } = list[i];
    const key = refKey(refClass, id);
    const pending = mapGet(undecided, key);
    if (pending !== undefined) {
      mapDelete(undecided, key);
      pending.slot.undecided = undefined;
      endName(pending);
      pending.settleByNews(rejected, value);
    }
  }
}

// Decided -------------------------------------------------------------------------------------------------------------

class Decision {
  constructor(refClass, id, pending) {
    this.refClass = refClass;
    this.id = id;
    this.pending = pending;    // where the promise was undecided before, or nothing else can stand for it
    this.outcome = undefined;  // what the message came to
    this.op = undefined;       // its own
    this.name = undefined;
    this.slot = pending?.slot;  // of the promise that stands for it, once somebody asked for that
    // Where the vat sent to the promise while it was undecided, that comes home while what it has sent since waits at
    // `pending`: it waits at this, which is settled first.
    this.early = pending?.isSentTo ? new Waiting() : undefined;
    if (this.early !== undefined) promiseThen(this.early.promise, ignore, ignore);
  }
  // What errors call its result.
  get what() {
    return `${this.op === opFunction ? 'target' : shownName(this.name)}()`;
  }
}

// A message has come whose result this vat decides from now on.
function takeDecision(refClass, id) {
  if (findDecision(refClass, id) !== undefined) {
    return native.stop(`the kernel gave the vat the result ${id} to decide twice`);
  }
  const key = refKey(refClass, id);
  const pending = mapGet(undecided, key);
  if (pending !== undefined) {
    mapDelete(undecided, key);
    pending.slot.undecided = undefined;
  }
  const decision = new Decision(refClass, id, pending);
  addDecision(decision);
  return decision;
}

// The promise that the method returned is it, unless that stands for something else already.
function promiseOfDecision(decision) {
  const { refClass, id, outcome } = decision;
  if (decision.slot === undefined) {
    const slot = new PromiseSlot();
    slot[refClass === promiseClass ? 'exportId' : 'importId'] = id;
    decision.slot = slot;
    if (outcome !== undefined && slotOf(outcome) === undefined && check(outcome, 0) === undefined) {
      stamp(outcome, slot);
      native.register(refKey(refClass, id), outcome);
    } else {
      decision.pending = new Pending(slot, refClass, id);
    }
  }
  return decision.pending === undefined ? outcome : decision.pending.promise;
}

// `outcome` is what the message came to, and settles its result.
function decide(decision, outcome, op, name) {
  decision.outcome = outcome;
  decision.op = op;
  decision.name = name;
  promiseThen(outcome, value => settleDecision(decision, false, value), reason => settleDecision(decision, true, reason));
}

function settleDecision(decision, rejected, value) {
  const settled = admitSettlement(rejected, value, decision);
  if (decision.early !== undefined && !settled.rejected) {
    sendFence(decision.refClass, decision.id, () => endDecision(decision, settled));
  } else {
    endDecision(decision, settled);
  }
}

function endDecision(decision, { rejected, value }) {
  const { refClass, id, early, pending, slot } = decision;
  dropDecision(decision);
  early?.settle(rejected, value);
  pending?.settle(rejected, value);
  resolveSoon(refClass, id, slot, rejected, value, true);
}

// The promise that a message was sent to: one of those that this vat decides.
function decidedPromise(refClass, id) {
  const decision = findDecision(refClass, id);
  if (decision !== undefined) return decision.early?.promise ?? promiseOfDecision(decision);
  const exported = refClass === promiseClass ? mapGet(exportedPromises, id) : undefined;
  return exported ?? native.stop(`the kernel sent a message to promise ${id}, which the vat does not decide`);
}

// Whether a name of something that ends with this heap is out of it, or news is awaited (protocol/delivery.h). The root
// is one of the numbered objects, and does not end.
const isHeapNamed = () =>
  mapSize(heapObjects) > 1 || unsettledKept > 0 || mapSize(exportedPromises) > 0 || mapSize(undecided) > 0
  || newestDecision !== undefined || mapSize(decided) > 0 || mapSize(fences) > 0;
