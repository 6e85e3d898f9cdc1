// §10 between objects of one vat E carries values as they are, passable or not
//$ run
//> the same: true true true true
//> not frozen: false
//> results too: true
//> reasons too: true

const seen = [];
const friend = Far('friend', {
  take(...values) {
    seen.push(...values);
  },
  give() {
    return map;
  },
  fail() {
    throw reason;
  },
});
const map = new Map([[1, 2]]);
const reason = () => 'a function';
const f = () => 1;
const open = { list: [] };
await E(friend).take(map, f, open, friend);
console.log(`the same: ${seen[0] === map} ${seen[1] === f} ${seen[2] === open} ${seen[3] === friend}`);
console.log(`not frozen: ${Object.isFrozen(open.list)}`);
console.log(`results too: ${(await E(friend).give()) === map}`);
console.log(`reasons too: ${await E(friend).fail().catch(error => error === reason)}`);
