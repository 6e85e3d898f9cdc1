// §10 the vat that sets the others going
export const buildRootObject = () => Far('root', {
  async bootstrap({ a, b, c }) {
    const peers = [a, b, c];
    for (const peer of peers) E(peer).start(peers);
    for (let round = 0; round < 60; round += 1) {
      for (const peer of peers) E.sendOnly(peer).step();
      if (round % 7 === 0) await E(a).told();
    }
    let sum;
    for (let i = 0; i < 200; i += 1) {
      await Promise.all(peers.map(peer => E(peer).finish()));
      const told = await Promise.all(peers.map(peer => E(peer).told()));
      sum = { sent: 0, heard: 0, open: 0, wrong: [] };
      for (const { sent, heard, open, wrong } of told) {
        sum = { sent: sum.sent + sent, heard: sum.heard + heard, open: sum.open + open, wrong: [...sum.wrong, ...wrong] };
      }
      if (sum.sent === sum.heard && sum.open === 0) break;
    }
    console.log(`sent ${sum.sent > 2000}, heard ${sum.heard === sum.sent}, promises left ${sum.open}, out of order:`, sum.wrong);
  },
});
