// While the code starts: what is said to it goes out when the bank is known.
let settleEarly;
const early = new HandledPromise(resolve => {
  settleEarly = resolve;
});
const earlyAnswer = E(early).hear('early');

export const buildRootObject = () => Far('root', {
  async bootstrap({ bank }) {
    settleEarly(E(bank).purse());
    console.log('without a handler:', await earlyAnswer);
    const forward = { applyMethod: (_promise, name, args) => E(bank)[name](...args) };
    const handled = new HandledPromise(() => {}, forward);
    console.log('forwarded:', await E(E(handled).purse()).hear('forwarded'));
    let presence;
    new HandledPromise((_resolve, _reject, resolveWithPresence) => {
      presence = resolveWithPresence(forward);
    });
    console.log('presence:', await E(E(presence).purse()).hear('presence'));
    let settle;
    const late = new HandledPromise(resolve => {
      settle = resolve;
    });
    const lateAnswer = E(E(late).purse()).hear('late');
    await null;
    await null;
    settle(bank);
    console.log('settled:', await lateAnswer);

    const purse = await E(bank).purse();
    await E(purse).heard();
    const handles = [
      new HandledPromise(resolve => resolve(purse)),
      new HandledPromise(resolve => resolve(Promise.resolve(purse))),
      new HandledPromise(resolve => resolve(E(bank).purse())),
      new HandledPromise(resolve => resolve(new HandledPromise(again => again(E(bank).purse())))),
      E(bank).purse(),
    ];
    for (const handle of handles) await handle;
    let count = 0;
    for (const handle of handles) {
      E(handle).hear(count);
      E(purse).hear(count + 1);
      count += 2;
    }
    await E(bank).purse();
    console.log('in order:', await E(purse).heard());
  },
});
