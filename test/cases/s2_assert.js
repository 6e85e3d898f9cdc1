// §2 assert, Fail, q and X make errors as users of @endo/errors know them
//$ run
//> Error: Check failed
//> Error: no milk
//> RangeError: too much
//> Error: expected "3" not "x"
//> Error: failed on {"a":1}
//> TypeError: by the template "y"
//> passes: undefined
//> typeof: an error

import { assert as check, Fail, q, X } from '@endo/errors';

const failure = act => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};
console.log(`${failure(() => assert(false))}`);
console.log(`${failure(() => check(0, 'no milk'))}`);
console.log(`${failure(() => assert(false, 'too much', RangeError))}`);
console.log(`${failure(() => Fail`expected ${q('3')} not ${q('x')}`)}`);
console.log(`${failure(() => assert(false, X`failed on ${q({ a: 1 })}`))}`);
console.log(`${failure(() => assert.fail(X`by the template ${q('y')}`, TypeError))}`);
console.log(`passes: ${assert(true)}`);
console.log(`typeof: ${failure(() => assert.typeof(1, 'string')) instanceof Error ? 'an error' : 'nothing'}`);
