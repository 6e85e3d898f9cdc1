// §8.4 an object that was read before its kind was defined is whole once it is: it shows its methods, is sent and stored as itself
//$ run
//> me,setOther,other true [object Alleged: thing] true
//$ run
//> me,setOther,other true [object Alleged: thing] true
//$ call main missing
//> me,setOther,other true [object Alleged: thing] true
//> "target has no method \"nope\", has [\"me\",\"other\",\"setOther\"]"
//$ call main kept
//> me,setOther,other true [object Alleged: thing] true
//> true
const things = makeStore('name');
const notes = makeWeakStore('thing');
if (things.has('first')) things.get('first');
const makeThing = makeKind(function thing(state) {
  const self = {
    me: () => self,
    setOther(other) {
      state.other = other;
    },
    other: () => state.other,
  };
  return {
    init() {
      state.other = undefined;
    },
    self,
  };
});

export const buildRootObject = () => {
  if (!things.has('first')) {
    const first = makeThing();
    things.init('first', first);
    notes.init(first, 'noted');
  }
  const first = things.get('first');
  first.setOther(first.me());
  console.log(Object.keys(first).join(), Object.isFrozen(first), `${first}`,
    notes.get(first) === 'noted' && notes.get(first.me()) === 'noted');
  return Far('root', {
    missing: () => E(first).nope().catch(error => error.message),
    kept: () => notes.get(things.get('first').other()) === 'noted',
  });
};
