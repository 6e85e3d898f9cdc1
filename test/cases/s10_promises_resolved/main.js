// §10 the vat that waits for promises
const outcome = promise => promise.then(value => `ok ${value}`, error => `${error.name}: ${error.message}`);
export const buildRootObject = () => Far('root', {
  async bootstrap({ maker, other }) {
    const thing = await E(other).thing();
    {
      const { it } = await E(maker).pending();
      const said = [E(it).say('a'), E(it).say('b')];
      await E(maker).settle(thing);
      said.push(E(it).say('c'));
      console.log('a third vat\'s object:', await Promise.all(said), (await it) === thing, await E(thing).heard());
    }
    {
      const { it } = await E(maker).pending();
      const said = [E(it).say('a')];
      await E(maker).settleWithPromiseOf(other);
      said.push(E(it).say('b'));
      console.log('a promise for it:', await Promise.all(said), (await it) === thing, await E(thing).heard());
    }
    {
      const result = E(maker).result();
      const said = [E(result).say('a')];
      E(maker).settle(result);
      console.log('a result to itself:', await outcome(result), await outcome(said[0]));
    }
    {
      const { it } = await E(maker).pending();
      await E(maker).settle(it);
      console.log('a promise to itself:', await outcome(it));
    }
    {
      const { it } = await E(maker).pending();
      const said = E(it).say('a');
      await E(maker).refuse(RangeError('too far'));
      console.log('a rejection:', await outcome(it), await outcome(said));
    }
    {
      const { it } = await E(maker).pending();
      const own = Far('own', { say: word => `${word} at home` });
      const said = [E(it).say('a')];
      await E(maker).settle(own);
      said.push(E(it).say('b'));
      console.log('our own object:', await Promise.all(said), (await it) === own);
    }
    {
      let settle;
      const ours = new Promise(resolve => { settle = resolve; });
      const theirs = E(maker).value(ours);
      const said = E(theirs).say('a');
      settle(thing);
      console.log('our promise:', await said, (await theirs) === thing, await E(thing).heard());
      console.log(`a settled one: ${(await E(maker).value(ours)) === thing} ${await E(maker).same(ours, ours)}`);
    }
    console.log('data:', await outcome(E(E(maker).value(5)).say('a')), await outcome(E(E(maker).value([thing])).say('a')));
    console.log(await E(maker).isRejected(Promise.reject(TypeError('ours'))));
  },
});
