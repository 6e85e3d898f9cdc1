// §3.2 an init that fails leaves a self that is dead for every use, and nothing in the store
//$ run
//> the maker threw it: true
//> state: Error virtual object was never initialized
//> a value: Error virtual object was never initialized
//> state of another: Error virtual object was never initialized
//> deep inside: Error virtual object was never initialized
//> E's result: Error virtual object was never initialized
//> the others are untouched: 1
//$ objects
//: jar
//$ call main count
//> 1

let escaped;
const makeJar = makeKind(function jar(state) {
  const self = {
    read() {
      return state.size;
    },
    write(value) {
      state.size = value;
    },
  };
  return {
    init(size, reason) {
      state.size = size;
      if (reason) {
        escaped = self;
        throw reason;
      }
    },
    self,
  };
});
const jars = makeStore('name');
const attempt = (label, act) => {
  try {
    console.log(`${label}: no error but ${act()}`);
  } catch (error) {
    console.log(`${label}: ${error.message.includes('virtual object was never initialized') ? 'Error virtual object was never initialized' : error}`);
  }
};

export const buildRootObject = () =>
  Far('root', {
    async bootstrap() {
      const good = makeJar(1);
      jars.init('good', good);
      const reason = { not: 'even an error' };
      try {
        makeJar(2, reason);
      } catch (error) {
        console.log(`the maker threw it: ${error === reason}`);
      }
      attempt('state', () => escaped.read());
      attempt('a value', () => jars.init('bad', escaped));
      attempt('state of another', () => good.write(escaped));
      attempt('deep inside', () => good.write([{ escaped }]));
      await E(escaped).read().then(
        value => console.log(`no error but ${value}`),
        error => attempt("E's result", () => { throw error; }),
      );
      console.log(`the others are untouched: ${good.read()}`);
    },
    count() {
      return jars.getSize();
    },
  });
