// Last of the test snapshot's scripts, in the place of the vat side's: a snapshot that holds hardened globals, something
// that is called from vat code, and two built-in modules.
globalThis.harden = object => freeze(object);
globalThis.grant = (name, power) => {
  taming[name] = power;
};
globalThis.callBack = callback => callback();
lockdown();
return {
  builtinModules: {
    '@test/numbers': { one: 1, two: 2 },
    '@test/default': { default: 'the default', named: 'the named' },
  },
};
