// §2 console.log breaks long data into lines, groups long arrays of numbers and counts what it leaves out, as Node does
//$ run
//> {
//>   alpha: 5,
//>   beta: 4,
//>   gamma: 5,
//>   delta: 5,
//>   epsilon: 7,
//>   zeta: 4,
//>   eta: 3,
//>   theta: 5,
//>   iota: 4,
//>   kappa: 5
//> }
//> {
//>   alpha: 'alpha alpha alpha',
//>   beta: 'beta beta beta',
//>   gamma: 'gamma gamma gamma',
//>   delta: 'delta delta delta',
//>   epsilon: 'epsilon epsilon epsilon',
//>   zeta: 'zeta zeta zeta',
//>   eta: 'eta eta eta',
//>   theta: 'theta theta theta',
//>   iota: 'iota iota iota',
//>   kappa: 'kappa kappa kappa'
//> }
//> [
//>   'alpha',   'beta',
//>   'gamma',   'delta',
//>   'epsilon', 'zeta',
//>   'eta',     'theta',
//>   'iota',    'kappa'
//> ]
//> [
//>    0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11,
//>   12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
//>   24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
//>   36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
//>   48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
//>   60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71,
//>   72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83,
//>   84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,
//>   96, 97, 98, 99,
//>   ... 20 more items
//> ]
//> [
//>       0,  1000,  2000,  3000,  4000,
//>    5000,  6000,  7000,  8000,  9000,
//>   10000, 11000, 12000, 13000, 14000,
//>   15000, 16000, 17000, 18000, 19000,
//>   20000, 21000, 22000, 23000, 24000,
//>   25000, 26000, 27000, 28000, 29000
//> ]
//> [
//>   { name: 'a rather long name for a record', list: [ 1, 2, 3 ] },
//>   { name: 'another rather long name', list: [] }
//> ]
//> {
//>   outer: { inner: { words: [Array], number: 1 } },
//>   text: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'
//> }
//> Set(10) {
//>   'alpha',
//>   'beta',
//>   'gamma',
//>   'delta',
//>   'epsilon',
//>   'zeta',
//>   'eta',
//>   'theta',
//>   'iota',
//>   'kappa'
//> }

const words = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa'];
console.log(Object.fromEntries(words.map(word => [word, word.length])));
console.log(Object.fromEntries(words.map(word => [word, `${word} ${word} ${word}`])));
console.log(words);
console.log(Array.from({ length: 120 }, (_, n) => n));
console.log(Array.from({ length: 30 }, (_, n) => n * 1000));
console.log([{ name: 'a rather long name for a record', list: [1, 2, 3] }, { name: 'another rather long name', list: [] }]);
console.log({ outer: { inner: { words, number: 1 } }, text: 'x'.repeat(80) });
console.log(new Set(words));
