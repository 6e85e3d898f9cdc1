// The vat of the garbage campaign: an interpreter of operations that come as numbers (operations.h). It
// decides nothing by itself, so that the model (graph.h) knows what the vat holds.
//
// What can stand in the store carries its serial number there: nodes in their state, stores in their key
// name, the values of promises as `p`.
const fields = ['a', 'b', 'c'];

const nodeSelf = state => ({
  serial: () => state.serial,
  get: field => state[fields[field]],
  set(field, value) {
    state[fields[field]] = value;
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
const makeTree = (depth, takeSerial) => {
  const node = makeNode(takeSerial());
  if (depth > 0) {
    node.set(0, makeTree(depth - 1, takeSerial));
    node.set(1, makeTree(depth - 1, takeSerial));
  }
  return node;
};

export const buildRootObject = (powers, vatNumber, baggage) => {
  const serial = 1 + 3 * vatNumber;
  const bound = [makeStore(`s${serial}`), makeWeakStore(`w${serial + 1}`), baggage];
  const heap = Array(200).fill(undefined);
  const maps = [new WeakMap(), new WeakMap()];
  const resolvers = new Map();

  const run = async ops => {
    const out = [];
    const { length } = ops;
    for (let at = 0; at < length; ) {
      const op = ops[at];
      const i = ops[at + 1];
      const j = ops[at + 2];
      const k = ops[at + 3];
      const l = ops[at + 4];
      switch (op) {
        case 0:
          heap[i] = makeNode(j);
          at += 3;
          break;
        case 1:
          heap[i] = makeTwin(j, k);
          at += 4;
          break;
        case 2:
          try {
            makeFailing(i, j, bound[0], bound[1]);
            out.push(-1);
          } catch (error) {
            out.push(error.message === 'as planned' ? 1 : -2);
          }
          at += 3;
          break;
        case 3:
          heap[i] = heap[j];
          at += 3;
          break;
        case 4:
          heap[i] = undefined;
          at += 2;
          break;
        case 5:
          heap[i].set(j, heap[k]);
          at += 4;
          break;
        case 6:
          heap[i].set(j, k);
          at += 4;
          break;
        case 7: {
          const array = [];
          for (let n = 0; n < k; n += 1) array.push(heap[ops[at + 4 + n]]);
          heap[i].set(j, array);
          at += 4 + k;
          break;
        }
        case 8:
          heap[l] = k === -1 ? heap[i].get(j) : heap[i].get(j)[k];
          at += 5;
          break;
        case 9:
          out.push(heap[i].serial());
          at += 2;
          break;
        case 10:
          out.push(heap[i] === heap[j] ? 1 : 0);
          at += 3;
          break;
        case 11: {  // a chain of k nodes, their serials from j on; closed to a ring where l is 1
          const last = makeNode(j);
          let first = last;
          for (let n = 1; n < k; n += 1) first = makeNode(j + n, first);
          if (l === 1) last.set(0, first);
          heap[i] = first;
          at += 5;
          break;
        }
        case 12: {
          let next = j;
          heap[i] = makeTree(k, () => (next += 1) - 1);
          at += 4;
          break;
        }
        case 13:
          heap[i] = bound[j];
          at += 3;
          break;
        case 14:
          heap[i] = makeStore(`s${j}`);
          at += 3;
          break;
        case 15:
          heap[i] = makeWeakStore(`w${j}`);
          at += 3;
          break;
        case 16:
          put(heap[i], heap[j], heap[k]);
          at += 4;
          break;
        case 17:
          put(heap[i], j, heap[k]);
          at += 4;
          break;
        case 18:
          heap[i].delete(heap[j]);
          at += 3;
          break;
        case 19:
          heap[i].delete(j);
          at += 3;
          break;
        case 20:
          heap[k] = heap[i].get(heap[j]);
          at += 4;
          break;
        case 21:
          heap[k] = heap[i].get(j);
          at += 4;
          break;
        case 22:
          heap[j] = firstObjectKey(heap[i]);
          at += 3;
          break;
        case 23:
          out.push(heap[i].getSize());
          at += 2;
          break;
        case 24:
          out.push(heap[i].has(heap[j]) ? 1 : 0);
          at += 3;
          break;
        case 25:
          maps[i].set(heap[j], heap[k]);
          at += 4;
          break;
        case 26:
          out.push(maps[i].delete(heap[j]) ? 1 : 0);
          at += 3;
          break;
        case 27:
          heap[k] = maps[i].get(heap[j]);
          at += 4;
          break;
        case 28:
          maps[i] = new WeakMap();
          at += 2;
          break;
        case 29:
          heap[i] = Far('token', { touch() {} });
          at += 2;
          break;
        case 30:
          heap[i] = makeHolder();
          at += 2;
          break;
        case 31:
          heap[i].set(heap[j]);
          at += 3;
          break;
        case 32:
          heap[j] = heap[i].get();
          at += 3;
          break;
        case 33:
          heap[i] = Promise.resolve(harden({ p: j, v: heap[k] }));
          at += 4;
          break;
        case 34:
          heap[i] = new Promise(resolve => resolvers.set(j, resolve));
          at += 3;
          break;
        case 35:
          resolvers.get(i)(harden({ p: i, v: heap[j] }));
          resolvers.delete(i);
          at += 3;
          break;
        case 36: {
          const { p, v } = await heap[i];
          heap[j] = v;
          out.push(p);
          at += 3;
          break;
        }
        case 37: {  // to vat i: j pairs of a slot there and one here
          const pairs = [];
          for (let n = 0; n < j; n += 1) pairs.push(ops[at + 3 + 2 * n], heap[ops[at + 4 + 2 * n]]);
          E.sendOnly(baggage.get('peers')[i]).receive(pairs);
          at += 3 + 2 * j;
          break;
        }
        case 38: {
          const held = [];
          for (let n = 0; n < j; n += 1) held.push(heap[ops[at + 3 + n]]);
          E.sendOnly(baggage.get('host')).hold(i, held);
          at += 3 + j;
          break;
        }
        case 39:
          heap.fill(undefined);
          at += 1;
          break;
        default:
          throw Error(`no operation ${op} at ${at}`);
      }
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
      if (typeof value.serial === 'function') {
        numbers.push(value.serial());
        for (let field = 0; field < 3; field += 1) refer(value.get(field));
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
