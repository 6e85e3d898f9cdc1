// §10 the vat that makes others
const outcome = promise => E.when(promise, value => ['done', value], error => ['failed', error instanceof Error ? error.message : error]);
export const buildRootObject = ({ vatAdmin }) => Far('root', {
  async bootstrap() {
    const make = parameters => E(vatAdmin).createVat('child', parameters && { parameters });
    const friend = Far('friend', { name: () => 'the friend' });
    {
      const { root } = await make({ friend, n: 1 });
      console.log('powers:', ...await E(root).powers());
      console.log('parameters:', (await E(root).parameters()).friend === friend, await E(root).isParameter(friend), await E(root).askFriend());
    }
    {
      const { root, admin } = await make();
      const done = E(admin).done();
      const waiting = E(root).never();
      const note = await E(root).note('hello');
      console.log(`before: ${await E(note).text()}`);
      console.log(`leaves: ${await E(root).leave({ x: [1, friend] })}`);
      const [how, { x }] = await outcome(done);
      console.log(`left: ${how} ${x[0]} ${x[1] === friend}`);
      console.log('after:', (await outcome(E(root).powers()))[1], (await outcome(E(note).text()))[1], (await outcome(waiting))[1]);
      console.log('asked again:', (await outcome(E(admin).done()))[0]);
    }
    {
      const { root, admin } = await make();
      E(root).leaveTwice();
      console.log('the first word stands:', await outcome(E(admin).done()));
    }
    {
      const heard = [];
      const { root, admin } = await make();
      E(root).leaveAfterSend(Far('hearer', { hear: word => { heard.push(word); } }));
      console.log('nothing to say:', await outcome(E(admin).done()));
      await null;
      console.log('and heard:', heard);
    }
    {
      const { root, admin } = await make();
      E.sendOnly(root).fail(RangeError('too far'));
      console.log('fails:', await outcome(E(admin).done()));
    }
    {
      const { root } = await make();
      console.log(await E(root).leaveBadly('ok'));
      console.log(`goes on: ${(await E(root).powers()).length}`);
    }
    {
      const made = make();
      console.log(`pipelined: ${await E(E(E.get(made).root).note('sent ahead')).text()}`);
    }
  },
});
