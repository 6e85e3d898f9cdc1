// §10 the vat that throws
export const buildRootObject = () => {
  const heard = [];
  return Far('thrower', {
    named(name, message) {
      const error = Error(message);
      error.name = name;
      throw error;
    },
    typed() { return undefined.x; },
    caused() { throw RangeError('outer', { cause: Error('inner', { cause: { code: 7 } }) }); },
    many() { throw AggregateError([Error('one'), TypeError('two')], 'both'); },
    value() { throw { code: 42 }; },
    nothing() { throw undefined; },
    unpassable() { throw () => 1; },
    errorWithFunction() { throw Error('with a cause', { cause: () => 1 }); },
    ofAClass() { class OddError extends Error {} throw new OddError('odd'); },
    later() { return Promise.reject(SyntaxError('later')); },
    bounce(error) { throw error; },
    give(error) { return { error, isError: error instanceof Error, hidesFile: !`${error.stack}`.includes('main.js') }; },
    badResult() { return { list: [1, new Map()] }; },
    badFunction() { return () => 1; },
    hear(word) { heard.push(word); throw Error('nobody hears this'); },
    heard() { return heard; },
  });
};
