// §2 Far makes an object of methods that shows its name, hardened
//$ run
//> [object Alleged: clock] true true
//> [object Alleged: doubler] 8
//> the same object: true
//> data is refused: TypeError
//> twice is refused: true
//> remotable remotable copyRecord

import { Far as far, passStyleOf } from '@endo/far';

const clock = Far('clock', { tick() { return 1; } });
console.log(`${clock} ${Object.isFrozen(clock)} ${Object.isFrozen(clock.tick)}`);
const doubler = Far('doubler', x => x * 2);
console.log(`${Object.prototype.toString.call(doubler)} ${doubler(4)}`);
const plain = { go() {} };
console.log(`the same object: ${far('plain', plain) === plain}`);
const failure = act => {
  try {
    return `no error but ${act()}`;
  } catch (error) {
    return error;
  }
};
console.log(`data is refused: ${failure(() => Far('data', { x: 1 })).name}`);
console.log(`twice is refused: ${failure(() => Far('other', clock)) instanceof Error}`);
console.log(passStyleOf(clock), passStyleOf(harden({ f() {} })), passStyleOf(harden({})));
