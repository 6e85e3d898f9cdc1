// Last: what vat code finds on globalThis and under the built-in module specifiers (SPEC §2), then the hardening of it all.
const define = (name, value) =>
  defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });

define('WeakMap', VirtualWeakMap);
define('WeakSet', VirtualWeakSet);
define('console', vatConsole);
define('harden', harden);
define('E', E);
define('Far', Far);
define('HandledPromise', HandledPromise);
define('assert', assertThat);
define('makeKind', makeKind);
define('makeStore', makeStore);
define('makeWeakStore', makeWeakStore);

const builtinModules = {
  __proto__: null,
  '@endo/far': { E, Far, makeTagged, passStyleOf, getInterfaceOf },
  '@endo/errors': {
    assert: assertThat, Fail, q, X, quote: q, bare: q, b: q, details: X, makeError: makeAssertError, note: assertThat.note,
  },
  '@agoric/store': { makeStore, makeWeakStore },
  '@agoric/vat-data': { makeKind },
};

lockdown();
// what lockdown froze in its own way harden need not look at, and must not freeze in another
for (const intrinsic of collectIntrinsics()) weakSetAdd(hardened, intrinsic);
for (const names of values(builtinModules)) {
  for (const value of values(names)) harden(value);
}

return {
  native, builtinModules, adoptMemory, configure, start, tellFailure, deliverMessage, expectNews, readNews, settleNews,
  finishCrank, setClock, seedRandom, release, tellRecognized, forgetKeys,
  parkCells, seatCells, shrinkCache,
};
