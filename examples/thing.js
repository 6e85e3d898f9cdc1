// A thing that introduces itself. `self` is the object that everybody else gets to see, so init and every method may
// keep it in a variable, hand it on, or use it as a key, from the first line of init on. Here each thing signs a guest
// book by itself, and the book is a weak store: a note in it stays as long as its guest, and keeps no guest alive.

const notes = makeWeakStore('guest');
const house = makeStore('room');

const host = Far('host', {
  welcome(guest, note) {
    notes.init(guest, note);
  },
});

const makeThing = makeKind(function thing(state) {
  const self = {
    introduceTo(somebody) {
      somebody.meet(self);
    },
    getFoo() {
      return state.foo;
    },
  };
  function init(name) {
    host.welcome(self, `${name} came by`);
    state.foo = 47;
  }
  return { init, self };
});

if (!house.has('parlour')) {
  house.init('parlour', makeThing('Ada'));
}

const friend = {
  meet(guest) {
    console.log(`met the thing in the parlour: ${guest === house.get('parlour')}`);
    console.log(`its note: ${notes.get(guest)}`);
    console.log(`its foo: ${guest.getFoo()}`);
  },
};
house.get('parlour').introduceTo(friend);
