// §4.5 writes to more objects than memory holds are all there at once and afterwards
//$ run
//$ call main write 4000
//> 8000
//$ call main sum
//> 8000
//$ call main sum
//> 8000

const makePage = makeKind(function page(state) {
  return {
    init() {
      state.count = 0;
      state.text = 'page '.repeat(2000);
    },
    self: {
      turn() {
        state.count += 1;
        return state.count;
      },
      count() { return state.count; },
      scribble() { state.text = `${state.text.slice(1)}!`; },
    },
  };
});
const pages = makeStore('n');

export const buildRootObject = () =>
  Far('root', {
    write(count) {
      for (let n = 0; n < count; n += 1) pages.init(n, makePage());
      for (let n = 0; n < count; n += 1) {
        pages.get(n).turn();
        pages.get(n).scribble();
      }
      let sum = 0;
      for (let n = count - 1; n >= 0; n -= 1) sum += pages.get(n).turn();
      return sum;
    },
    sum() {
      let sum = 0;
      for (const page of pages.values()) sum += page.count();
      return sum;
    },
  });
