// §6 nesting has a limit that is an error, never a crash; long lists and long strings pass
//$ run
//> 200 deep: back
//> endless: an error
//> wide: 100000 99999
//> long: 1000000
//> still alive

const kept = makeStore('name');
const nested = depth => {
  let value = 'leaf';
  for (let n = 0; n < depth; n += 1) {
    value = n % 2 ? [value] : { value };
  }
  return value;
};
const depthOf = value => {
  let depth = 0;
  for (let at = value; at !== 'leaf'; depth += 1) {
    at = Array.isArray(at) ? at[0] : at.value;
  }
  return depth;
};
kept.init('deep', nested(200));
console.log(`200 deep: ${depthOf(kept.get('deep')) === 200 ? 'back' : 'lost'}`);
try {
  kept.init('endless', nested(1_000_000));
  console.log('endless: stored');
} catch (error) {
  console.log(`endless: ${error instanceof Error ? 'an error' : error}`);
}
kept.init('wide', Array.from({ length: 100_000 }, (_, n) => n));
console.log(`wide: ${kept.get('wide').length} ${kept.get('wide')[99_999]}`);
kept.init('long', 'é'.repeat(1_000_000));
console.log(`long: ${kept.get('long').length}`);
console.log(kept.has('endless') ? 'half stored' : 'still alive');
