// §4.6 entries of WeakMap and WeakSet last as long as the object, not as its representative
//$ run
//> 3000 marked
//> with entries: 3000, in the set: 3000, right: 3000
//> afterwards: 2999 2999
//> others: false false undefined

const makeSheet = makeKind(function sheet(state) {
  return {
    init(n) {
      state.n = n;
      state.text = String(n % 10).repeat(10_000);
    },
    self: {
      n() { return state.n; },
      size() { return state.text.length; },
    },
  };
});
const sheets = makeStore('n');
const notes = new WeakMap();
const marked = new WeakSet();

// Makes each object reachable from the store alone.
const fill = () => {
  for (let n = 0; n < 3000; n += 1) {
    const sheet = makeSheet(n);
    sheets.init(n, sheet);
    notes.set(sheet, { note: n });
    marked.add(sheet);
  }
};
fill();
await null;
console.log(`${sheets.getSize()} marked`);
let size = 0;
for (let round = 0; round < 2; round += 1) {
  for (const sheet of sheets.values()) {
    size += sheet.size();
  }
  await null;
}
const all = () => [...sheets.values()];
const right = all().filter(sheet => notes.get(sheet)?.note === sheet.n()).length;
console.log(`with entries: ${all().filter(sheet => notes.has(sheet)).length}, in the set: ${all().filter(sheet => marked.has(sheet)).length}, right: ${right}`);
notes.delete(sheets.get(5));
marked.delete(sheets.get(5));
console.log(`afterwards: ${all().filter(sheet => notes.has(sheet)).length} ${all().filter(sheet => marked.has(sheet)).length}`);
const other = makeSheet(1);
console.log(`others: ${notes.has(other)} ${marked.has(other)} ${notes.get(other)}`);
