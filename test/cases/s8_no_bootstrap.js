// §12 a root without the method bootstrap is not asked
//$ run
//> started
//$ call main hello
//> "hello"

export const buildRootObject = () => {
  if (!globalThis.told) {
    console.log('started');
  }
  return Far('root', { hello: () => 'hello' });
};
