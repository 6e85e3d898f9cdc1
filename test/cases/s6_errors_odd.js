// §6 errors of odd shapes: text that is no string, causes that go in circles, traps that must not run
//$ run
//> number: Error: 5
//> name: 7: text
//> nothing: Error
//> accessors: Error: text
//> proxy above: Error: text
//> own cause: cannot store error.cause: data must not contain itself
//> cause in data: cannot store error.cause.at[0]: data must not contain itself
//> list of itself: cannot store error.errors[1]: data must not contain itself
//> function as cause: cannot store error.cause: functions are not passable; pass an object of methods
//> proxy: cannot store error: proxies are not passable
//$ call main shown
//> ["Error: 5","7: text","Error","Error: text","Error: text"]

const ran = () => {
  throw Error('the accessor ran');
};
const errors = {
  number: () => Object.assign(Error('x'), { message: 5 }),
  name: () => Object.assign(Error('text'), { name: 7 }),
  nothing: () => Object.assign(Error('x'), { message: undefined, name: undefined }),
  accessors: () => Object.defineProperties(Error('text'), { name: { get: ran }, stack: { get: ran } }),
  'proxy above': () => Object.setPrototypeOf(Error('text'), new Proxy({}, { get: ran, getPrototypeOf: ran })),
  'own cause'() {
    const error = Error('x');
    error.cause = error;
    return error;
  },
  'cause in data'() {
    const error = Error('x');
    error.cause = { at: [error] };
    return error;
  },
  'list of itself'() {
    const error = AggregateError([1, 2], 'x');
    error.errors[1] = error;
    return error;
  },
  'function as cause': () => Error('x', { cause: () => 1 }),
  proxy: () => new Proxy(Error('x'), {}),
};
const safe = ['accessors', 'proxy above'];

export const buildRootObject = () => {
  const store = makeStore('error');
  const isNew = store.getSize() === 0;
  for (const [label, make] of Object.entries(isNew ? errors : {})) {
    try {
      const error = make();
      store.init(store.getSize(), error);
      console.log(`${label}: ${safe.includes(label) ? 'Error: text' : error}`);
    } catch (error) {
      console.log(`${label}: ${error.message}`);
    }
  }
  return Far('root', {
    shown: () => [...store.values()].map(String),
  });
};
