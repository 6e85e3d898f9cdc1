// §4.5 all code that holds an instance sees one state at once, through whatever was kept
//$ run
//$ call main hold
//> 5000
//$ call main after
//> [1,2,3,3,3]

// Fills memory with other state, so that what is held is swapped out in between.
const makeBulk = makeKind(function bulk(state) {
  return { init(n) { state.text = String(n % 10).repeat(5000); }, self: { size() { return state.text.length; } } };
});
const bulks = makeStore('n');
const makeTally = makeKind(function tally(state) {
  const self = {
    add() {
      state.n += 1;
      return state.n;
    },
    n() { return state.n; },
    raw() { return { state, self }; },
  };
  return { init() { state.n = 0; }, self };
});
const tallies = makeStore('name');
let kept;

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      tallies.init('it', makeTally());
    },
    hold() {
      for (let n = 0; n < 5000; n += 1) {
        bulks.init(n, makeBulk(n));
      }
      return bulks.getSize();
    },
    after() {
      const tally = tallies.get('it');
      const { add, n } = tally;
      kept = tally.raw();
      const seen = [add()];
      let total = 0;
      for (const bulk of bulks.values()) {
        total += bulk.size();
      }
      seen.push(tallies.get('it').add());
      for (const bulk of bulks.values()) {
        total += bulk.size();
      }
      kept.state.n += 1;
      return [...seen, n(), kept.self.n(), tallies.get('it').n(), ...(total === 50_000_000 ? [] : ['bulk is missing'])];
    },
  });
