// §10 the vat that owns the object
const makeThing = makeKind(function thing(state) {
  const self = {
    say(words) { state.said += 1; return `${words}, ${state.said}`; },
    self() { return self; },
  };
  return { init() { state.said = 0; }, self };
});
const things = makeStore('thing');
const own = Far('own', { say: words => words });
export const buildRootObject = () => Far('root', {
  async bootstrap({ keeper, relay }) {
    const thing = makeThing();
    things.init(1, thing);
    for (const [name, it] of Object.entries({ virtual: thing, heap: own })) {
      await E(keeper).keep(it);
      const inside = await E(keeper).giveInside();
      const taker = Far('taker', { take: arrived => arrived === it });
      const cause = await E(keeper).throwIt().catch(error => error.cause);
      console.log(`${name}:`, ...[
        (await E(keeper).give()) === it,
        (await E(keeper).giveLater()) === it,
        (await E(E(keeper).keep(it)).give()) === it,
        inside.a[0].b === it,
        (await inside.promise) === it,
        await E(keeper).giveTo(taker),
        cause === it,
        (await E(relay).get(keeper)) === it,
        (await E(relay).getLater(keeper)) === it,
        await E(relay).tell(taker, it),
      ]);
    }
    await E(keeper).keep(thing);
    console.log(await E(keeper).callBack('called back'));
    console.log(await E(E(keeper).give()).say('pipelined'));
    console.log(await E(E(E(relay).get(keeper)).self()).say('pipelined by two'));
    console.log(`self of it: ${(await E(E(keeper).give()).self()) === thing}`);
  },
  whole() { return things.get(1).say('kept'); },
});
