// §8.3 the vat that holds them, in its store
const kept = makeStore('kept');
const shown = error => `${error.name} ${error.incarnation}: ${error.message}`;
const outcome = promise => E.when(promise, value => `${value}`, shown);
export const buildRootObject = () => Far('root', {
  async bootstrap({ other }) {
    kept.init('other', other);
    kept.init('thing', await E(other).thing());
    kept.init('heap', await E(other).heap());
    kept.init('pending', (await E(other).pending()).it);
    kept.init('settled', (await E(other).settled()).it);
    kept.init('refused', (await E(other).refused()).it);
    kept.init('result', E(other).never());
    kept.init('ours', new Promise(() => {}));
    kept.init('ours settled', Promise.resolve('done'));
    kept.init('own', Far('own', { say: word => word }));
    await E(other).keepOf(kept.get('own'));
    console.log(`before: ${await E(kept.get('heap')).say('hello')} ${await E(kept.get('thing')).inc()} ${await E(other).askKept()}`);
  },
  async after() {
    return {
      root: await outcome(E(kept.get('other')).ping()),
      thing: await outcome(E(kept.get('thing')).inc()),
      same: (await E(kept.get('other')).thing()) === kept.get('thing'),
      heap: await outcome(E(kept.get('heap')).say('hello')),
      pending: await outcome(kept.get('pending')),
      sentTo: await outcome(E(kept.get('pending')).say('hello')),
      settled: (await kept.get('settled'))[0] === kept.get('thing'),
      refused: (await kept.get('refused').catch(error => error)).message,
      result: await outcome(kept.get('result')),
      ours: await outcome(kept.get('ours')),
      oursSettled: await outcome(kept.get('ours settled')),
      own: await outcome(E(kept.get('own')).say('hello')),
      askedByOther: await outcome(E(kept.get('other')).askKept()),
      passedOn: await outcome(E(E(kept.get('other')).thing()).inc()),
    };
  },
  async waits() { return E(kept.get('other')).never(); },
});
