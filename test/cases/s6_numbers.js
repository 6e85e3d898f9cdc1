// §6 every number and bigint comes back as it was
//$ run
//> true
//$ call main same
//> true

const kept = makeStore('n');
const samples = [
  0, -0, 1, -1, 63, 64, -64, 127, 128, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, -(2 ** 53), 0.5, -1e-7, 1e21, 5e-324,
  Number.MAX_VALUE, Infinity, -Infinity, NaN, 0n, 1n, -1n, 255n, -256n, 2n ** 63n, -(2n ** 63n), 2n ** 64n - 1n, 7n ** 200n, -(7n ** 201n),
];
const same = () => samples.every((sample, n) => Object.is(kept.get(n), sample));

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      samples.forEach((sample, n) => kept.init(n, sample));
      console.log(same());
    },
    same,
  });
