// §10 one of several vats that hold promises of each other, pass them on, settle them and send to them, at random
export const buildRootObject = (_powers, { name, seed: seedGiven }) => {
  let seed = seedGiven;
  const random = below => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
  const pick = list => list[random(list.length)];

  let peers;
  let sent = 0;
  let heard = 0;
  const next = new Map();
  const wrong = [];
  const thing = Far(`thing ${name}`, {
    hear(way, n) {
      heard += 1;
      if (n !== (next.get(way) ?? 0)) wrong.push(`${way}: ${n} instead of ${next.get(way) ?? 0}`);
      next.set(way, n + 1);
    },
  });

  const gates = [];
  const gate = () => new Promise(resolve => { gates.push(resolve); });
  const refs = [];
  const addRef = promise => {
    const ref = { way: `${name}${refs.length}`, promise, n: 0, object: undefined };
    refs.push(ref);
    promise.then(object => {
      ref.object = object;
      tell(ref);
    });
    return ref;
  };
  const tell = ref => {
    sent += 1;
    const target = ref.object !== undefined && random(2) === 0 ? ref.object : ref.promise;
    if (random(3) === 0) E.sendOnly(target).hear(ref.way, ref.n);
    else E(target).hear(ref.way, ref.n);
    ref.n += 1;
  };
  const openGate = () => {
    const open = gates.splice(random(gates.length), 1)[0];
    open(random(3) === 0 ? E(pick(peers)).thing(4) : thing);
  };

  return Far(`peer ${name}`, {
    start(all) { peers = all; },
    thing(depth) {
      switch (random(depth > 3 ? 3 : 5)) {
        case 0: return Promise.resolve().then(() => thing);
        case 1: return random(3) === 0 ? gate() : thing;
        case 2: return thing;
        case 3: return E(pick(peers)).thing(depth + 1);
        default: return E(pick(peers)).pass(thing);
      }
    },
    pass: it => it,
    take(it) { addRef(Promise.resolve(it)); },
    step() {
      for (let i = 0; i < 20; i += 1) {
        const what = random(20);
        if (what < 2 || refs.length === 0) addRef(E(pick(peers)).thing(0));
        else if (what === 2) addRef(random(2) === 0 ? gate() : E(pick(peers)).pass(pick(refs).promise));
        else if (what === 3) E(pick(peers)).take(pick(refs).promise);
        else if (what === 4 && gates.length > 0) openGate();
        else tell(pick(refs));
      }
    },
    finish() {
      while (gates.length > 0) gates.pop()(thing);
    },
    told: () => ({ sent, heard, wrong: wrong.slice(0, 10), open: refs.filter(ref => ref.object === undefined).length }),
  });
};
