export const buildRootObject = () => Far('root', { hello: () => 'hello' });
