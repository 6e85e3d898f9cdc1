// The vat of the garbage campaign: an interpreter of operations that come as numbers (operations.h). It
// decides nothing by itself, so that the model (graph.h) knows what the vat holds.
import {
  firstObjectKey, makeChain, makeFailing, makeHolder, makeNode, makeTree, makeTwin, put, visit,
} from './gc-objects.js';

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
