// §12 a root without the method bootstrap is not asked
//$ run
//$ call main hello
//> "hello"
//$ run

export const buildRootObject = () => Far('root', { hello: () => 'hello' });
