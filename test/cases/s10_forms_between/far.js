// §10 the vat that is called in all forms
export const buildRootObject = () => {
  const seen = [];
  const symbol = Symbol.for('registered');
  return Far('far', {
    add: (a, b) => a + b,
    adder: () => Far('adder', (a, b) => a + b),
    data: () => ({ name: 'data', list: [1, { deep: true }] }),
    note(word) { seen.push(word); return seen.length; },
    seen: () => seen,
    text: () => 'some text',
    number: () => 7,
    none: () => undefined,
    thisOne() { return typeof this.add; },
    count: (...args) => args.length,
    echo: (...args) => args,
    [symbol]: () => 'by a registered symbol',
    [Symbol.asyncIterator]: () => 'by a well-known symbol',
  });
};
