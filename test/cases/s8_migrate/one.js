// §8.5 the first code: purses that count in whole coins
const makePurse = makeKind(state => ({
  init(coins) {
    state.coins = coins;
    state.friend = undefined;
  },
  self: {
    coins() { return state.coins; },
    befriend(friend) { state.friend = friend; },
  },
}), { tag: 'purse' });
const purses = makeStore('owner');

export const buildRootObject = () =>
  Far('root', {
    open(owner, coins) {
      const purse = makePurse(coins);
      purses.init(owner, purse);
      if (purses.has('Ada')) purse.befriend(purses.get('Ada'));
      return purse.coins();
    },
  });
