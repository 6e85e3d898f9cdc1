// §8.4 the n-th call with the same tag or key name gets the n-th such kind or store of the incarnation before
//$ run
//> first 1 second 2 other 3
//> kinds: one two
//$ call main look
//> ["first 1 second 2 other 3","one","two","default"]

const first = makeStore('name');
const other = makeStore('other');
const second = makeStore('name');
const unnamed = makeWeakStore();
const makeOne = makeKind(() => ({ self: { which() { return 'one'; } } }), { tag: 'twin' });
const makeTwo = makeKind(() => ({ self: { which() { return 'two'; } } }), { tag: 'twin' });
const look = () => `first ${first.get('n')} second ${second.get('n')} other ${other.get('n')}`;

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      first.init('n', 1);
      second.init('n', 2);
      other.init('n', 3);
      first.init('one', makeOne());
      first.init('two', makeTwo());
      unnamed.init(first.get('one'), 'default');
      console.log(look());
      console.log(`kinds: ${first.get('one').which()} ${first.get('two').which()}`);
    },
    look() {
      return [look(), first.get('one').which(), first.get('two').which(), unnamed.get(first.get('one'))];
    },
  });
