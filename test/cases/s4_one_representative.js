// §4.6 a kit maker that reads what refers to the very object it is making: one representative and one state come of it
//$ run
//> made
//$ run
//> one representative: true true
//> one state: 2 2

let readMyself;
let readWithin;
const methods = [];
const makeNode = makeKind(function node(state) {
  const self = {
    count() {
      state.count += 1;
      return state.count;
    },
    peek() {
      return state.count;
    },
  };
  methods.push(self.peek);
  if (readMyself !== undefined) {
    const read = readMyself;
    readMyself = undefined;
    readWithin = read();
  }
  return {
    init() {
      state.count = 0;
    },
    self,
  };
});

export const buildRootObject = (_powers, _parameters, baggage) => {
  if (!baggage.has('node')) {
    const node = makeNode();
    baggage.init('node', node);
    baggage.init('list', [node]);
    console.log('made');
    return Far('root', {});
  }
  readMyself = () => baggage.get('node');
  const [node] = baggage.get('list');
  console.log(`one representative: ${node === readWithin} ${node === baggage.get('node')}`);
  node.count();
  readWithin.count();
  console.log(`one state: ${methods.map(peek => peek()).join(' ')}`);
  return Far('root', {});
};
