// §10 the vat that makes promises which hold each other
const circle = () => {
  let settleA;
  let settleB;
  const a = new Promise(resolve => { settleA = resolve; });
  const b = new Promise(resolve => { settleB = resolve; });
  return { a, b, settleA: () => settleA([b]), settleB: () => settleB([a]) };
};
export const buildRootObject = () => Far('root', {
  async bootstrap({ mirror }) {
    {
      const { a, b, settleA, settleB } = circle();
      settleA();
      settleB();
      console.log(`settled before: ${await E(mirror).walks(a, 20)} ${await E(mirror).walks(b, 20)}`);
    }
    {
      const { a, b, settleA, settleB } = circle();
      const seen = E(mirror).isCircle(a, b);
      settleA();
      settleB();
      console.log(`settled together: ${await seen}`);
    }
    {
      const { a, b, settleA, settleB } = circle();
      const seen = E(mirror).walks(a, 20);
      const other = E(mirror).walks(b, 20);
      settleA();
      await E(mirror).walks([a], 1);
      settleB();
      console.log(`settled one after the other: ${await seen} ${await other}`);
    }
    {
      let settle;
      const a = new Promise(resolve => { settle = resolve; });
      const seen = E(mirror).isItself(a);
      settle([a]);
      console.log(`one that holds itself: ${await seen} ${await E(mirror).walks(a, 20)}`);
      await E(mirror).keep(a);
    }
    {
      const [a, b] = await E(mirror).make();
      await E(mirror).settle(0);
      await E(mirror).settle(1);
      let at = a;
      for (let i = 0; i < 20; i += 1) [at] = await at;
      console.log(`made over there: ${(await E(mirror).walks(b, 20))} ${await E(mirror).walks(a, 20)}`);
    }
  },
});
