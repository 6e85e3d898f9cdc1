// §3.3 §5 §8.1 a recursion that runs out of stack within makers and stores leaves nothing half done
//$ run
//> RangeError, RangeError, RangeError, RangeError
//> the counts agree: true
//$ check
//$ call main agree
//> true
//$ check

const links = makeStore('link');
const marks = makeWeakStore('mark');
const makeLink = makeKind(function link(state) {
  const self = { n() { return state.n; }, grow() { state.n += 1; return self.grow(); } };
  return {
    init(n, further) {
      state.n = n;
      links.init(`${further.name} ${n}`, n);
      marks.init(self, n);
      state.next = further(n + 1);
    },
    self,
  };
});

const fall = act => {
  try {
    act();
    return 'it ended';
  } catch (error) {
    return error.name;
  }
};
const withMaker = n => makeLink(n, withMaker);
const withStore = n => {
  links.init(`store ${n}`, { n, text: 'x'.repeat(n % 50) });
  links.set(`store ${n}`, [n]);
  return withStore(n + 1);
};
const withDelete = n => {
  links.init(`gone ${n}`, n);
  links.delete(`gone ${n}`);
  return withDelete(n + 1);
};
const agree = () => {
  const keys = [...links.keys()];
  return keys.length === links.getSize() && keys.every(key => links.has(key)) && [...links.values()].length === keys.length;
};

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      const kept = makeLink(0, () => null);
      console.log([() => withMaker(0), () => withStore(0), () => withDelete(0), () => kept.grow()].map(fall).join(', '));
      console.log(`the counts agree: ${agree()}`);
    },
    agree,
  });
