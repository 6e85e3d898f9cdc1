// §3 what init returns does not matter, nor what it does with its arguments afterwards
//$ run
//> {"items":[1,2,3],"gone":false}
//> frozen: true
//> pushing later: TypeError
//> {"items":[1,2,3],"gone":false}

const makeList = makeKind(function list(state) {
  return {
    init(items) {
      state.items = items;
      state.items.push(3); // checked and hardened when init returns, not before
      state.passing = 'deleted again';
      delete state.passing;
      state.gone = 'passing' in state;
      return { self: 'not this' };
    },
    self: {
      show() {
        return JSON.stringify({ ...state });
      },
    },
  };
});
const mine = [1, 2];
const list = makeList(mine);
console.log(list.show());
console.log(`frozen: ${Object.isFrozen(mine)}`);
try {
  mine.push(4);
} catch (error) {
  console.log(`pushing later: ${error.name}`);
}
console.log(list.show());
