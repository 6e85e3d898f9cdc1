// §3.2 §5.2 an instance is a key from its init on, also for iteration; where init fails its entries are gone
//$ run
//> in init: 1 1 true me
//> kept: 1 1
//> in init: 2 2 true me
//> Error: not this one
//> kept: 1 1
//$ run
//> after: 1 1 first

const makeThing = makeKind(function thing(state) {
  const self = {
    name() {
      return state.name;
    },
  };
  return {
    init(strong, weak, name) {
      state.name = name;
      strong.init(self, 'me');
      weak.init(self, 'weak');
      const keys = [...strong.keys()];
      console.log(`in init: ${strong.getSize()} ${keys.length} ${keys.includes(self)} ${strong.get(self)}`);
      if (name !== 'first') throw Error('not this one');
    },
    self,
  };
});

const strong = makeStore('strong');
const weak = makeWeakStore('weak');
if (strong.getSize() > 0) {
  const keys = [...strong.keys()];
  console.log(`after: ${strong.getSize()} ${keys.length} ${keys[0].name()}`);
} else {
  makeThing(strong, weak, 'first');
  console.log(`kept: ${strong.getSize()} ${[...strong.keys()].length}`);
  try {
    makeThing(strong, weak, 'second');
  } catch (error) {
    console.log(`${error}`);
  }
  console.log(`kept: ${strong.getSize()} ${[...strong.values()].length}`);
}
