// §8.5 the second code: purses that count in cents, and say which version they come from
const makePurse = makeKind(state => ({
  init(coins) {
    state.cents = coins * 100;
    state.friend = undefined;
    state.from = 0;
  },
  self: {
    show() { return ['cents', state.cents, 'from', state.from]; },
    cents() { return state.cents; },
    friend() { return state.friend; },
  },
}), {
  tag: 'purse',
  version: 2,
  migrate({ coins, friend }, from) {
    return { cents: coins * 100, friend, from };
  },
});
const purses = makeStore('owner');

export const buildRootObject = () =>
  Far('root', {
    open(owner, coins) {
      purses.init(owner, makePurse(coins));
      return purses.get(owner).cents();
    },
    show(owner) { return purses.get(owner).show(); },
    friends() { return purses.get('Ben').friend() === purses.get('Ada'); },
  });
