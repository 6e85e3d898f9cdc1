// What the vats of the garbage campaign are full of, and how they look at all that they can reach.
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
export const makeNode = makeKind(function node(state) {
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
export const makeTwin = makeKind(function twin(state) {
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
export const makeFailing = makeKind(function failing(state) {
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

export const put = (store, key, value) => {
  if (store.has(key)) store.set(key, value);
  else store.init(key, value);
};
export const makeHolder = () => {
  let held = 0;
  return Far('holder', {
    set(value) {
      held = value;
    },
    get: () => held,
  });
};
export const firstObjectKey = store => {
  for (const key of store.keys()) {
    if (typeof key === 'object') return key;
  }
  return undefined;
};
// Each is the first field of the next; of a ring, the last the first's too.
export const makeChain = (serial, count, isRing) => {
  const last = makeNode(serial);
  let first = last;
  for (let n = 1; n < count; n += 1) first = makeNode(serial + n, first);
  if (isRing) last.node(0, first);
  return first;
};
export const makeTree = (depth, takeSerial) => {
  const node = makeNode(takeSerial());
  if (depth > 0) {
    node.node(0, makeTree(depth - 1, takeSerial));
    node.node(1, makeTree(depth - 1, takeSerial));
  }
  return node;
};

// What can be reached from `starts` within this vat, each thing once and in the order of a queue. Numbers
// say what it is (graph_walk.h has the grammar); what is another vat's comes in the list beside them.
export const visit = async starts => {
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
