// §4.5 a method that reads a thousand other objects in between goes on with its own state
//$ run
//$ call main run
//> [1000,1000,1000]

const makeCell = makeKind(function cell(state) {
  return {
    init(n) {
      state.n = n;
      state.pad = `${n}`.padStart(20_000, '.');
      state.seen = 0;
    },
    self: {
      visit(others) {
        state.seen += 1;
        for (const other of others.values()) {
          if (other.padded() !== 20_000) throw Error('its state is another');
          state.seen += other.one();
        }
        return [state.seen - 1, others.getSize()];
      },
      padded() { return state.pad.length; },
      one() { return state.n > -1 ? 1 : 0; },
    },
  };
});
const cells = makeStore('n');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      for (let n = 0; n < 1000; n += 1) cells.init(n, makeCell(n));
    },
    run() {
      const [seen, size] = cells.get(500).visit(cells);
      let total = 0;
      for (const cell of cells.values()) total += cell.one();
      return [seen, size, total];
    },
  });
