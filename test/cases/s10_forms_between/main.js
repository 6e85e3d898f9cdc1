// §10 the vat that calls
const failure = promise => promise.then(value => `no failure but ${value}`, error => `${error.name}: ${error.message}`);
export const buildRootObject = () => Far('root', {
  async bootstrap({ far }) {
    console.log(`a method: ${await E(far).add(1, 2)}`);
    console.log(`a function: ${await E(E(far).adder())(3, 4)} ${await E(await E(far).adder())(5, 6)}`);
    console.log(`a property of a result: ${await E.get(E(far).data()).name} ${await E.get(E.get(E(far).data()).list)[1]}`.replace('[object Object]', 'data'));
    console.log(`a property that is a method: ${await failure(E.get(far).add)}`);
    console.log(`no such property: ${await E.get(far).nothing} ${await E.get(E(far).data()).nothing}`);
    console.log(`when: ${await E.when(E(far).number(), n => n + 1)} ${await E.when(E(far).missing(), undefined, error => error.name)}`);
    console.log(`sendOnly: ${E.sendOnly(far).note('one')} ${E.sendOnly(E(far).adder())(1, 2)} ${await E(far).note('two')}`);
    console.log('seen:', await E(far).seen());
    console.log(`symbols: ${await E(far)[Symbol.for('registered')]()}, ${await E(far)[Symbol.asyncIterator]()}`);
    console.log(`another symbol: ${await failure(E(far)[Symbol('mine')]())}`);
    console.log(`this: ${await E(far).thisOne()}`);
    console.log('arguments:', await E(far).count(), await E(far).count(undefined), await E(far).echo(undefined, null, -0, NaN, 10n, 'ü€😀', [[]], {}));
    console.log(`on primitives: ${await E('abc').toUpperCase()} ${await E(255).toString(16)} ${await E(7n).toString()} ${await E.get('abc').length}`);
    console.log(`on a promise for text: ${await E.when(E(far).text(), text => E(text).slice(5))}`);
    console.log(`on nothing: ${await failure(E(undefined).x())}; ${await failure(E(null)())}`);
    console.log(`HandledPromise: ${await HandledPromise.applyMethod(far, 'add', [1, 1])} ${await HandledPromise.applyFunction(E(far).adder(), [2, 2])} ${
      await HandledPromise.get(E(far).data(), 'name')} ${HandledPromise.applyMethodSendOnly(far, 'note', ['three'])}`);
    const handled = new HandledPromise(() => {}, { applyMethod: (_, name, args) => `${name}(${args}) was handled` });
    const [there] = await E(far).echo(handled);
    console.log(`one that was passed and came back: ${there === handled}, ${await E(there).say(1)}`);
    const caller = await E(far).echo(Far('caller', {}));
    console.log(`an empty object of ours: ${await failure(E(caller[0]).x())}`);
    console.log(`the function E gives is kept: ${await (() => { const { add } = E(far); return add(20, 2); })()}`);
  },
});
