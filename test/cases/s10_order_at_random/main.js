// §10 the vat that sends by many ways at once, what it does at random
let seed = 20260;
const random = below => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 8) % below;
};

export const buildRootObject = () => {
  let home = 0;
  let away;
  const homeNext = new Map();
  const homeWrong = [];
  const own = Far('own', {
    hear(way, n) {
      home += 1;
      if (n !== (homeNext.get(way) ?? 0)) homeWrong.push(`${way}: ${n} after ${homeNext.get(way)}`);
      homeNext.set(way, n + 1);
    },
    me() { return own; },
    give() { return away; },
    giveWhen(it) { return E.when(it, () => away); },
  });
  let wayCount = 0;
  let sent = 0;
  const makeWay = (name, promise) => {
    const way = { name: `${name} ${wayCount}`, promise, n: 0, object: undefined };
    wayCount += 1;
    // once it is known what the promise became, the object itself goes on where the promise stopped
    promise.then(object => { way.object = object; });
    return way;
  };
  const tell = way => {
    sent += 1;
    const target = way.object !== undefined && random(2) === 0 ? way.object : way.promise;
    if (random(4) === 0) E.sendOnly(target).hear(way.name, way.n);
    else E(target).hear(way.name, way.n);
    way.n += 1;
  };

  return Far('root', {
    async bootstrap({ target, relay }) {
      const thing = await E(target).thing();
      away = thing;
      const ways = [];
      const gates = [];
      const gate = () => new Promise(resolve => { gates.push(resolve); });
      const makers = [
        () => makeWay('the object', Promise.resolve(thing)),
        () => makeWay('a result', E(target).thing()),
        () => makeWay('a slow result', E(target).thingLater(random(5))),
        () => makeWay('a gated result', E(target).thingWhen(gate())),
        () => makeWay('by the relay', E(relay).fetch(target)),
        () => makeWay('passed', E(relay).pass(thing)),
        () => makeWay('passed behind a gate', E(relay).passLater(thing, gate())),
        () => makeWay('a promise passed', E(relay).pass(E(target).thingWhen(gate()))),
        () => makeWay('two ahead', E(E(target).thing()).me()),
        () => makeWay('a slow one ahead', E(E(E(relay).fetch(target)).meLater()).me()),
        () => makeWay('home', E(relay).pass(own)),
        () => makeWay('home behind a gate', E(relay).passLater(own, gate())),
        () => makeWay('home and on', E(E(relay).pass(own)).me()),
        () => makeWay('home and away', E(E(relay).pass(own)).give()),
        () => makeWay('home and away behind a gate', E(E(relay).pass(own)).giveWhen(gate())),
      ];
      for (let step = 0; step < 3000; step += 1) {
        const what = random(100);
        if (what < 4 || ways.length === 0) {
          const way = makers[random(makers.length)]();
          ways.push(way);
        }
        else if (what < 8 && gates.length > 0) gates.splice(random(gates.length), 1)[0]();
        else if (what < 12) await null;
        else if (what < 15) await E(relay).pass(1);
        else tell(ways[random(ways.length)]);
      }
      for (const open of gates) open();
      for (const way of ways) await way.promise;
      for (const way of ways) tell(way);
      for (let i = 0; i < 10; i += 1) await E(E(relay).fetch(target)).me();
      const { total, wrong } = await E(target).told();
      console.log(`sent ${sent > 2500}, all heard ${total + home === sent}, out of order:`, [...wrong, ...homeWrong].slice(0, 10));
    },
  });
};
