// §6 the vat that keeps it in the state of an object
const makeHolder = makeKind(function holder(state) {
  return {
    init(it) { state.it = it; state.seen = []; },
    self: {
      it: () => state.it,
      async watch(word) { await state.it; state.seen = [...state.seen, word]; },
      seen: () => state.seen,
    },
  };
});
const kept = makeStore('kept');
export const buildRootObject = () => Far('root', {
  async bootstrap({ maker }) {
    const { it } = await E(maker).make();
    const holder = makeHolder(it);
    kept.init('holder', holder);
    console.log(`one promise: ${holder.it() === it} ${kept.get('holder').it() === it}`);
    holder.watch('one');
    E.sendOnly(it).say('pipelined');
    const heard = [];
    await E(maker).settle(Far('settled', { say: word => { heard.push(word); } }));
    await E(holder.it()).say('after');
    console.log(`settled: ${heard} ${holder.seen()} ${holder.it() === it}`);
    const { it: data } = await E(maker).make();
    kept.init('data', data);
    await E(maker).settle({ list: [maker, data] });
    console.log(`data: ${(await kept.get('data')).list[0] === maker} ${(await data).list[1] === data}`);
    kept.init('maker', maker);
  },
  async after() {
    const data = kept.get('data');
    const { list } = await data;
    return [list[0] === kept.get('maker'), list[1] === data, await kept.get('holder').it().then(it => E(it).say('x')).catch(error => error.name), kept.get('holder').seen()];
  },
});
