// §8.4 a program finds its objects at every start, kill -9 after it or not
//$ run
//> 1: 1
//$ run
//> 2: 1 2
//$ run
//> 3: 1 2 3

const makeMark = makeKind(function mark(state) {
  return { init(n) { state.n = n; }, self: { n() { return state.n; } } };
});
const marks = makeStore('n');
const n = marks.getSize() + 1;
marks.init(n, makeMark(n));
console.log(`${n}: ${[...marks.values()].map(mark => mark.n()).join(' ')}`);
