// §10 the vat that catches
const caught = promise => promise.then(value => { throw Error(`no error but ${value}`); }, error => error);
export const buildRootObject = () => {
  const tell = (what, error) => console.log(`${what}: ${error.name}: ${error.message}, ${error instanceof Error} ${Object.isFrozen(error)}`);
  return Far('root', {
    async bootstrap({ thrower }) {
      tell('named', await caught(E(thrower).named('Own', 'words')));
      tell('typed', await caught(E(thrower).typed()));
      const caused = await caught(E(thrower).caused());
      tell('caused', caused);
      tell('cause', caused.cause);
      console.log('cause of the cause:', caused.cause.cause, caused instanceof RangeError);
      const many = await caught(E(thrower).many());
      tell('many', many);
      console.log(`its errors: ${many.errors.map(error => `${error}`)} ${many instanceof AggregateError}`);
      console.log('a value:', await caught(E(thrower).value()), await caught(E(thrower).nothing()));
      tell('unpassable', await caught(E(thrower).unpassable()));
      tell('unpassable within', await caught(E(thrower).errorWithFunction()));
      tell('of a class', await caught(E(thrower).ofAClass()));
      tell('later', await caught(E(thrower).later()));
      tell('no such method', await caught(E(thrower).missing()));
      const mine = TypeError('there and back');
      mine.name = 'Mine';
      tell('there and back', await caught(E(thrower).bounce(mine)));
      const given = await E(thrower).give(Error('given', { cause: thrower }));
      tell('given', given.error);
      console.log(`its cause is a presence: ${given.error.cause === thrower} ${given.isError} ${given.hidesFile}`);
      tell('bad result', await caught(E(thrower).badResult()));
      tell('a function', await caught(E(thrower).badFunction()));
      tell('bad argument', await caught(E(thrower).give(1, { f: [Symbol('mine')] })));
      tell('bad pipelined argument', await caught(E(E(thrower).give(mine)).x(new Date(0))));
      E.sendOnly(thrower).hear('a');
      E.sendOnly(thrower).hear('b');
      E.sendOnly(thrower).missing();
      E.sendOnly(E(thrower).typed()).x();
      console.log('sendOnly:', await E(thrower).heard());
    },
  });
};
