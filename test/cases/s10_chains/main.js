// §10 the vat that sends ahead
const failure = promise => promise.then(() => 'no failure', error => `${error.name}: ${error.message}`);
export const buildRootObject = () => Far('root', {
  async bootstrap({ factory, store }) {
    const a = E(factory).to('a');
    const b = E(a).to('b');
    console.log(`three ahead: ${await E(E(b).to('c')).path()}`);
    console.log('in order:', await E(factory).log());

    let at = factory;
    for (let i = 0; i < 100; i += 1) at = E(at).to('x');
    console.log(`a hundred ahead: ${(await E(at).path()).length}`);
    await E(factory).log();

    const two = [E(b).to('1'), E(b).slowTo('2'), E(b).to('3')];
    await Promise.all(two);
    console.log('side by side:', await E(factory).log());

    console.log(`a slow one: ${await E(E(E(factory).slowTo('s')).slowTo('t')).path()}`);
    console.log(`through another vat: ${await E(E(E(factory).to('f')).askThrough(store, 'g')).path()}`);
    console.log(`through two: ${await E(E(E(store).give(E(factory).to('h'))).askThrough(store, 'i')).path()}`);
    console.log(`a promise as an argument: ${await E(E(store).giveLater(E(E(factory).to('j')).to('k'))).path()}`);
    console.log(`breaks: ${await failure(E(E(E(factory).to('l')).fails()).to('m'))}`);
    console.log(`breaks all: ${await failure(E(E(E(E(factory).fails()).to('m')).to('n')).path())}`);
    console.log(`a function: ${await E(E(E(factory).to('o')).call())('p')}`);
    console.log(`a property: ${await E.get(E(E(factory).to('q')).data()).path}`);
    console.log(`no such: ${await failure(E(E(factory).data()).to('r'))}`);
    const own = Far('own', { to: name => Far('own', { path: () => `own ${name}` }) });
    console.log(`home and on: ${await E(E(E(store).give(own)).to('s')).path()} ${await E(E(E(store).giveLater(own)).to('t')).path()}`);
    E.sendOnly(E(E(factory).to('u')).to('v')).to('w');
    await E(factory).path();
    await E(b).path();
    console.log('sendOnly at the end:', (await E(factory).log()).slice(-1));
  },
});
