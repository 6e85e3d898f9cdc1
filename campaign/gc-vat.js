// The vat of the garbage campaign: an interpreter of operations that come as numbers (operations.h). It
// decides nothing by itself, so that the model (graph.h) knows what the vat holds.
//
// What can stand in the store carries its serial number there: nodes in their state, stores in their key
// name, the values of promises as `p`.
const fields = ['a', 'b', 'c'];

// One method, since most of what a node costs V8 is its functions: gives the serial number (field -1) or a field, or
// sets one.
const nodeSelf = state => ({
  node(field, ...values) {
    if (field === -1) return state.serial;
    if (values.length === 0) return state[fields[field]];
    state[fields[field]] = values[0];
    return undefined;
  },
});
const makeNode = makeKind(function node(state) {
  return {
    init(serial, a = 0) {
      state.serial = serial;
      state.a = a;
      state.b = 0;
      state.c = 0;
    },
    self: nodeSelf(state),
  };
});
// Makes its other half within init, and they hold each other.
const makeTwin = makeKind(function twin(state) {
  const self = nodeSelf(state);
  return {
    init(serial, otherSerial) {
      state.serial = serial;
      state.a = makeNode(otherSerial, self);
      state.b = 0;
      state.c = 0;
    },
    self,
  };
});
const makeFailing = makeKind(function failing(state) {
  const self = nodeSelf(state);
  return {
    init(serial, childSerial, strong, weak) {
      state.serial = serial;
      state.a = makeNode(childSerial);
      strong.init(self, state.a);
      weak.init(self, state.a);
      throw Error('as planned');
    },
    self,
  };
});

const put = (store, key, value) => {
  if (store.has(key)) store.set(key, value);
  else store.init(key, value);
};
const makeHolder = () => {
  let held = 0;
  return Far('holder', {
    set(value) {
      held = value;
    },
    get: () => held,
  });
};
const firstObjectKey = store => {
  for (const key of store.keys()) {
    if (typeof key === 'object') return key;
  }
  return undefined;
};
// Each is the first field of the next; of a ring, the last the first's too.
const makeChain = (serial, count, isRing) => {
  const last = makeNode(serial);
  let first = last;
  for (let n = 1; n < count; n += 1) first = makeNode(serial + n, first);
  if (isRing) last.node(0, first);
  return first;
};
const makeTree = (depth, takeSerial) => {
  const node = makeNode(takeSerial());
  if (depth > 0) {
    node.node(0, makeTree(depth - 1, takeSerial));
    node.node(1, makeTree(depth - 1, takeSerial));
  }
  return node;
};

export const buildRootObject = (powers, vatNumber, baggage) => {
  const serial = 1 + 3 * vatNumber;
  const bound = [makeStore(`s${serial}`), makeWeakStore(`w${serial + 1}`), baggage];
  const heap = Array(200).fill(undefined);
  const maps = [new WeakMap(), new WeakMap()];
  const resolvers = new Map();

  // By the number of the operation: does what stands in `ops` from `at` on, and gives how many numbers that were. Each
  // is a small function, because V8 compiles what is hot anew in every incarnation.
  const acts = [
    (ops, at) => {  // 0 makeNode
      heap[ops[at + 1]] = makeNode(ops[at + 2]);
      return 3;
    },
    (ops, at) => {  // 1 makeTwin
      heap[ops[at + 1]] = makeTwin(ops[at + 2], ops[at + 3]);
      return 4;
    },
    (ops, at, out) => {  // 2 makeFailing
      try {
        makeFailing(ops[at + 1], ops[at + 2], bound[0], bound[1]);
        out.push(-1);
      } catch (error) {
        out.push(error.message === 'as planned' ? 1 : -2);
      }
      return 3;
    },
    (ops, at) => {  // 3 copy
      heap[ops[at + 1]] = heap[ops[at + 2]];
      return 3;
    },
    (ops, at) => {  // 4 drop
      heap[ops[at + 1]] = undefined;
      return 2;
    },
    (ops, at) => {  // 5 setReference
      heap[ops[at + 1]].node(ops[at + 2], heap[ops[at + 3]]);
      return 4;
    },
    (ops, at) => {  // 6 setNumber
      heap[ops[at + 1]].node(ops[at + 2], ops[at + 3]);
      return 4;
    },
    (ops, at) => {  // 7 setArray
      const count = ops[at + 3];
      heap[ops[at + 1]].node(ops[at + 2], ops.slice(at + 4, at + 4 + count).map(slot => heap[slot]));
      return 4 + count;
    },
    (ops, at) => {  // 8 readField
      const value = heap[ops[at + 1]].node(ops[at + 2]);
      heap[ops[at + 4]] = ops[at + 3] === -1 ? value : value[ops[at + 3]];
      return 5;
    },
    (ops, at, out) => {  // 9 tellSerial
      out.push(heap[ops[at + 1]].node(-1));
      return 2;
    },
    (ops, at, out) => {  // 10 tellSame
      out.push(heap[ops[at + 1]] === heap[ops[at + 2]] ? 1 : 0);
      return 3;
    },
    (ops, at) => {  // 11 makeChain
      heap[ops[at + 1]] = makeChain(ops[at + 2], ops[at + 3], ops[at + 4] === 1);
      return 5;
    },
    (ops, at) => {  // 12 makeTree
      let next = ops[at + 2];
      heap[ops[at + 1]] = makeTree(ops[at + 3], () => (next += 1) - 1);
      return 4;
    },
    (ops, at) => {  // 13 takeBound
      heap[ops[at + 1]] = bound[ops[at + 2]];
      return 3;
    },
    (ops, at) => {  // 14 makeStrong
      heap[ops[at + 1]] = makeStore(`s${ops[at + 2]}`);
      return 3;
    },
    (ops, at) => {  // 15 makeWeak
      heap[ops[at + 1]] = makeWeakStore(`w${ops[at + 2]}`);
      return 3;
    },
    (ops, at) => {  // 16 putByObject
      put(heap[ops[at + 1]], heap[ops[at + 2]], heap[ops[at + 3]]);
      return 4;
    },
    (ops, at) => {  // 17 putByNumber
      put(heap[ops[at + 1]], ops[at + 2], heap[ops[at + 3]]);
      return 4;
    },
    (ops, at) => {  // 18 deleteByObject
      heap[ops[at + 1]].delete(heap[ops[at + 2]]);
      return 3;
    },
    (ops, at) => {  // 19 deleteByNumber
      heap[ops[at + 1]].delete(ops[at + 2]);
      return 3;
    },
    (ops, at) => {  // 20 getByObject
      heap[ops[at + 3]] = heap[ops[at + 1]].get(heap[ops[at + 2]]);
      return 4;
    },
    (ops, at) => {  // 21 getByNumber
      heap[ops[at + 3]] = heap[ops[at + 1]].get(ops[at + 2]);
      return 4;
    },
    (ops, at) => {  // 22 firstKey
      heap[ops[at + 2]] = firstObjectKey(heap[ops[at + 1]]);
      return 3;
    },
    (ops, at, out) => {  // 23 tellSize
      out.push(heap[ops[at + 1]].getSize());
      return 2;
    },
    (ops, at, out) => {  // 24 tellHas
      out.push(heap[ops[at + 1]].has(heap[ops[at + 2]]) ? 1 : 0);
      return 3;
    },
    (ops, at) => {  // 25 mapSet
      maps[ops[at + 1]].set(heap[ops[at + 2]], heap[ops[at + 3]]);
      return 4;
    },
    (ops, at, out) => {  // 26 mapDelete
      out.push(maps[ops[at + 1]].delete(heap[ops[at + 2]]) ? 1 : 0);
      return 3;
    },
    (ops, at) => {  // 27 mapGet
      heap[ops[at + 3]] = maps[ops[at + 1]].get(heap[ops[at + 2]]);
      return 4;
    },
    (ops, at) => {  // 28 mapRenew
      maps[ops[at + 1]] = new WeakMap();
      return 2;
    },
    (ops, at) => {  // 29 makeToken
      heap[ops[at + 1]] = Far('token', { touch() {} });
      return 2;
    },
    (ops, at) => {  // 30 makeHolder
      heap[ops[at + 1]] = makeHolder();
      return 2;
    },
    (ops, at) => {  // 31 holderSet
      heap[ops[at + 1]].set(heap[ops[at + 2]]);
      return 3;
    },
    (ops, at) => {  // 32 holderGet
      heap[ops[at + 2]] = heap[ops[at + 1]].get();
      return 3;
    },
    (ops, at) => {  // 33 makeSettled
      heap[ops[at + 1]] = Promise.resolve(harden({ p: ops[at + 2], v: heap[ops[at + 3]] }));
      return 4;
    },
    (ops, at) => {  // 34 makePending
      heap[ops[at + 1]] = new Promise(resolve => resolvers.set(ops[at + 2], resolve));
      return 3;
    },
    (ops, at) => {  // 35 resolve
      const serial = ops[at + 1];
      resolvers.get(serial)(harden({ p: serial, v: heap[ops[at + 2]] }));
      resolvers.delete(serial);
      return 3;
    },
    async (ops, at, out) => {  // 36 await
      const { p, v } = await heap[ops[at + 1]];
      heap[ops[at + 2]] = v;
      out.push(p);
      return 3;
    },
    (ops, at) => {  // 37 send
      const count = 2 * ops[at + 2];
      const pairs = [];
      for (let n = at + 3; n < at + 3 + count; n += 2) pairs.push(ops[n], heap[ops[n + 1]]);
      E.sendOnly(baggage.get('peers')[ops[at + 1]]).receive(pairs);
      return 3 + count;
    },
    (ops, at) => {  // 38 hold
      const count = ops[at + 2];
      const held = ops.slice(at + 3, at + 3 + count).map(slot => heap[slot]);
      E.sendOnly(baggage.get('host')).hold(ops[at + 1], held);
      return 3 + count;
    },
    () => {  // 39 dropAll
      heap.fill(undefined);
      return 1;
    },
  ];

  const run = async ops => {
    const out = [];
    let at = 0;
    while (at < ops.length) {
      const length = acts[ops[at]](ops, at, out);
      at += typeof length === 'number' ? length : await length;
    }
    return out;
  };

  // What can be reached from `starts` within this vat, each thing once and in the order of a queue. Numbers
  // say what it is (graph_walk.h has the grammar); what is another vat's comes in the list beside them.
  const visit = async starts => {
    const numbers = [];
    const foreign = [];
    const seen = new Map();
    const queue = [];
    const refer = value => {
      if (typeof value !== 'object' || value === null) return;
      if (Array.isArray(value)) {
        for (const element of value) refer(element);
      } else if (!seen.has(value)) {
        seen.set(value, true);
        queue.push(value);
      }
    };
    for (const start of starts) refer(start);
    for (let n = 0; n < queue.length; n += 1) {
      const value = queue[n];
      if (typeof value.node === 'function') {
        numbers.push(value.node(-1));
        for (let field = 0; field < 3; field += 1) refer(value.node(field));
      } else if (typeof value.getSize === 'function') {
        numbers.push(-2, value.getSize());
        for (const [key, entry] of value.entries()) {
          if (typeof key === 'string') continue;
          refer(key);
          refer(entry);
        }
      } else if (typeof value.init === 'function') {
        numbers.push(-3);
      } else if (value instanceof Promise) {
        try {
          const { p, v } = await value;
          numbers.push(-4, p);
          refer(v);
        } catch {
          numbers.push(-5);
        }
      } else {
        numbers.push(-1);
        foreign.push(value);
      }
    }
    return [numbers, foreign];
  };

  return Far('root', {
    meet(peers, host) {
      baggage.init('peers', peers);
      baggage.init('host', host);
    },
    run,
    receive(pairs) {
      for (let n = 0; n < pairs.length; n += 2) heap[pairs[n]] = pairs[n + 1];
    },
    visit,
    visitAll: () => visit(bound),
    bootstrap(vats, { host }) {
      const peers = [vats.a, vats.b, vats.c, vats.d];
      for (const peer of peers) E.sendOnly(peer).meet(peers, host);
    },
  });
};
