// §11 the defaults leave room: a hundred megabytes of heap, a second of work, a value of ten megabytes
//$ run
//> 1000000 objects, 10000000 characters, 50000000 turns

const list = [];
for (let n = 0; n < 1_000_000; n += 1) {
  list.push({ n, text: `${n}` });
}
const kept = makeStore('name');
kept.init('long', 'x'.repeat(10_000_000));
let turns = 0;
for (let n = 0; n < 50_000_000; n += 1) {
  turns += 1;
}
console.log(`${list.length} objects, ${kept.get('long').length} characters, ${turns} turns`);
