// §6 tagged values are levels of data like others: what is accepted can be read back, what is too deep is refused at once
//$ run
//> 1000: ok
//> 1001: cannot pass makeTagged("t"): data nests at most 1000 levels deep
//> 500 of two: ok
//> within: cannot store x[0]: data nests at most 1000 levels deep
//> 20000 of two: cannot pass makeTagged("t")[0]: data nests at most 1000 levels deep
//> promised: cannot pass makeTagged("t"): data nests at most 1000 levels deep
//$ call main levels
//> 500
//$ call main pass 2
//> "Object [t] { payload: Object [t] { payload: 1 } }"
import { makeTagged } from '@endo/far';

const store = makeStore('x');
const nest = (count, wrap) => {
  let value = 1;
  for (let i = 0; i < count; i += 1) value = wrap(value);
  return value;
};
const one = value => makeTagged('t', value);
const two = value => makeTagged('t', [value]);
const attempt = (name, act) => {
  try {
    act();
    console.log(`${name}: ok`);
  } catch (error) {
    console.log(`${name}: ${error.message}`);
  }
};

export const buildRootObject = (_powers, _parameters, baggage) => {
  if (!baggage.has('store')) {
    baggage.init('store', store);
    attempt('1000', () => store.init(1, nest(1000, one)));
    attempt('1001', () => store.init(2, nest(1001, one)));
    attempt('500 of two', () => store.init('deep', nest(500, two)));
    attempt('within', () => store.init(4, [nest(500, two)]));
    attempt('20000 of two', () => store.init(5, nest(20000, two)));
    attempt('promised', () => store.init(6, Promise.resolve(nest(20000, one))));
  }
  return Far('root', {
    levels() {
      let count = 0;
      for (let at = baggage.get('store').get('deep'); at !== 1; [at] = at.payload) count += 1;
      return count;
    },
    pass: count => nest(count, one),
  });
};
