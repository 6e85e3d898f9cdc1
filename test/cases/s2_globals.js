// §2 the globals of vat code are there, and can be imported as well
//$ run
//> missing: none
//> different: none
//> frozen: true

import * as far from '@endo/far';
import * as errors from '@endo/errors';
import * as store from '@agoric/store';
import * as vatData from '@agoric/vat-data';

const globals = ['harden', 'E', 'Far', 'makeKind', 'makeWeakStore', 'makeStore', 'assert', 'console', 'HandledPromise'];
const missing = globals.filter(name => !(name in globalThis));
const different = [];
for (const [module, names] of [
  [far, ['E', 'Far', 'makeTagged', 'passStyleOf']],
  [errors, ['assert', 'Fail', 'q', 'X']],
  [store, ['makeStore', 'makeWeakStore']],
  [vatData, ['makeKind']],
]) {
  for (const name of names) {
    if (module[name] === undefined) missing.push(name);
    if (name in globalThis && globalThis[name] !== module[name]) different.push(name);
  }
}
console.log(`missing: ${missing.join() || 'none'}`);
console.log(`different: ${different.join() || 'none'}`);
console.log(`frozen: ${globals.every(name => Object.isFrozen(globalThis[name]))}`);
