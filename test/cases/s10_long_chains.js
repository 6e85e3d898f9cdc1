// §10 HandledPromise: chains of pipelined messages that are longer than the stack is deep
//$ run
//> without a handler: 3000
//> with handlers: 3000
//> order: a,b,c
const length = 3000;

export const buildRootObject = () => Far('root', {
  async bootstrap() {
    let count = 0;
    const link = Far('link', { next() { count += 1; return link; } });
    let resolve;
    let at = new HandledPromise(settle => { resolve = settle; });
    for (let i = 0; i < length; i += 1) at = E(at).next();
    resolve(link);
    await at;
    console.log('without a handler:', count);

    count = 0;
    let presence;
    const handler = { applyMethod() { count += 1; return presence; } };
    new HandledPromise((_resolve, _reject, resolveWithPresence) => { presence = resolveWithPresence(handler); });
    at = new HandledPromise(settle => { resolve = settle; });
    for (let i = 0; i < length; i += 1) at = E(at).next();
    await null;
    resolve(presence);
    await at;
    console.log('with handlers:', count);

    const heard = [];
    const ear = Far('ear', { hear(word) { heard.push(word); } });
    const first = new HandledPromise(settle => { resolve = settle; });
    let resolveSecond;
    const second = new HandledPromise(settle => { resolveSecond = settle; });
    E(second).hear('a');
    E(first).hear('b');
    await null;
    resolve(second);
    E(second).hear('c');
    resolveSecond(ear);
    await E(second).hear('d');
    console.log(`order: ${heard.filter(word => word !== 'd')}`);
  },
});
