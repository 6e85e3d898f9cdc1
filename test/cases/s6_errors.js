// §6 errors keep name, message, cause and errors, in state and stores, through a restart
//$ run
//> first
//> TypeError: typed true true
//$ call main look
//> ["Error: plain","TypeError: typed","RangeError: ranged","Custom: mine","outer/inner/3","AggregateError: many [one|two]","Error: "]
//$ call main kinds
//> [true,true,true,true]

const kept = makeStore('n');
const samples = () => {
  const custom = Error('mine');
  Object.defineProperty(custom, 'name', { value: 'Custom' });
  return [
    Error('plain'), TypeError('typed'), RangeError('ranged'), custom,
    Error('outer', { cause: Error('inner', { cause: 3 }) }), AggregateError([Error('one'), Error('two')], 'many'), Error(''),
  ];
};
const shown = error => `${error.name}: ${error.message}`;

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      console.log('first');
      samples().forEach((sample, n) => kept.init(n, sample));
      const back = kept.get(1);
      console.log(shown(back), back instanceof TypeError, Object.isFrozen(back));
    },
    look() {
      const list = [...kept.values()];
      return [
        ...list.slice(0, 4).map(shown),
        `${list[4].message}/${list[4].cause.message}/${list[4].cause.cause}`,
        `${shown(list[5])} [${list[5].errors.map(error => error.message).join('|')}]`,
        shown(list[6]),
      ];
    },
    kinds() {
      const list = [...kept.values()];
      return [list.every(error => error instanceof Error), list[2] instanceof RangeError, list[5] instanceof AggregateError, list.every(Object.isFrozen)];
    },
  });
