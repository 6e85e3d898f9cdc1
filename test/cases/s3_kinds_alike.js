// §3.4, §4.1 kinds that look the same but for their tags, and shapes but for their names, stay apart
//$ run
//> [object Alleged: apple] [object Alleged: banana] [object Alleged: cherry]
//> [object Alleged: apple] [object Alleged: banana] [object Alleged: cherry]
//> [object Alleged: apple] [object Alleged: banana] [object Alleged: cherry]
//> 70 80 90 69 79 89
//$ call main sizes
//> "70 80 90"

const kit = state => ({
  init(size = 1) {
    for (let i = 0; i < size; i += 1) state[`name${i}`] = i;
  },
  self: {
    size() {
      return Object.keys(state).length;
    },
    last() {
      return state[`name${Object.keys(state).length - 1}`];
    },
  },
});
const makers = ['apple', 'banana', 'cherry'].map(tag => makeKind(kit, { tag }));

export const buildRootObject = (_powers, _parameters, baggage) => {
  if (!baggage.has('wide')) {
    for (let i = 0; i < 3; i += 1) console.log(makers.map(make => `${make()}`).join(' '));
    const wide = [70, 80, 90].map(size => makers[0](size));
    baggage.init('wide', harden(wide));
    console.log(...wide.map(it => it.size()), ...wide.map(it => it.last()));
  }
  return Far('root', {
    sizes: () => baggage.get('wide').map(it => it.size()).join(' '),
  });
};
