// §8.3 §10 the vat that knows it
const byObject = makeWeakStore('object');
const kept = makeStore('kept');
const look = async rooted => {
  const inside = await E(rooted).meInside();
  return [
    await E(rooted).isMe(rooted),
    (await E(rooted).me()) === rooted,
    inside.list[0] === rooted,
    (await inside.list[1]) === rooted,
    await E(rooted).sendMe(Far('taker', { take: it => it === rooted })),
    await E(E(rooted).me()).isMe(E(rooted).me()),
    await E(rooted).isMe(await E(rooted).me()),
  ];
};
export const buildRootObject = () => Far('root', {
  async bootstrap({ rooted }) {
    kept.init('rooted', rooted);
    byObject.init(await E(rooted).me(), 'by itself');
    console.log(...await look(rooted), byObject.get(rooted), await E(rooted).inc(), await E(rooted).keep());
  },
  async again() {
    const rooted = kept.get('rooted');
    return [...await look(rooted), byObject.get(rooted), await E(rooted).inc(), await E(rooted).kept()];
  },
});
