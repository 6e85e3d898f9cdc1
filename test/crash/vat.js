// The vat that crash.py kills. Step n writes in many places at once: an item, what earlier items hold, a weak store, a
// count. What n steps leave behind follows from n alone, so audit() needs no notes: it walks through the steps in plain
// data and compares. A store that holds half a step differs.

const items = makeStore('number');
const notes = makeWeakStore('item');
const counts = makeStore('name');

const makeItem = makeKind(function item(state) {
  return {
    init(number, before) {
      state.number = number;
      state.before = before;
      state.touches = [];
    },
    self: {
      touch(by) {
        state.touches = [...state.touches.slice(-3), by];
      },
      shape() {
        return { before: state.before ? state.before.number() : null, touches: state.touches };
      },
      number() {
        return state.number;
      },
    },
  };
});

// What step n does, on whatever offers these four deeds.
const step = (n, { add, remove, touch, note }) => {
  add(n, n - 1);
  note(n, `note ${n}`);
  touch(Math.floor(n / 2), n);
  if (n % 3 === 0) {
    remove(n / 3);
  }
  touch(n - 1, -n);
};

const ifThere = (number, act) => {
  if (items.has(number)) {
    act(items.get(number));
  }
};
const onStore = {
  add: (n, before) => items.init(n, makeItem(n, items.has(before) ? items.get(before) : undefined)),
  remove: n => ifThere(n, () => items.delete(n)),
  touch: (n, by) => ifThere(n, item => item.touch(by)),
  note: (n, text) => ifThere(n, item => notes.init(item, text)),
};

const modelAfter = count => {
  const model = new Map();
  const act = {
    add: (n, before) => model.set(n, { before: model.has(before) ? before : null, touches: [] }),
    remove: n => model.delete(n),
    touch: (n, by) => {
      const item = model.get(n);
      if (item) {
        item.touches = [...item.touches.slice(-3), by];
      }
    },
    note: (n, text) => {
      model.get(n).note = text;
    },
  };
  for (let n = 1; n <= count; n += 1) {
    step(n, act);
  }
  return model;
};

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      counts.init('steps', 0);
    },
    async step() {
      const n = counts.get('steps') + 1;
      counts.set('steps', n);
      console.log(`step ${n}`);
      await null;
      step(n, onStore);
      if (n % 7 === 0) {
        throw Error(`step ${n} is done, and throws`);
      }
      return n;
    },
    audit() {
      const count = counts.get('steps');
      const model = modelAfter(count);
      const wrong = [];
      if (items.getSize() !== model.size) {
        wrong.push(`${items.getSize()} items and not ${model.size}`);
      }
      for (const [number, item] of items.entries()) {
        const found = JSON.stringify({ ...item.shape(), note: notes.get(item) });
        const wanted = JSON.stringify(model.get(number));
        if (found !== wanted) {
          wrong.push(`item ${number} is ${found} and not ${wanted}`);
        }
      }
      return { steps: count, wrong: wrong.slice(0, 5) };
    },
  });
