// §6 makeTagged values and the styles of all that is passable
//$ run
//> undefined null boolean number bigint string symbol copyRecord copyArray error tagged remotable promise
//> tagged in state: kilo 5 true
//$ call main look
//> ["kilo",5,"tagged",{"inner":[1]}]

import { makeTagged, passStyleOf } from '@endo/far';

const kept = makeStore('name');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      const values = [undefined, null, true, 1, 1n, 's', Symbol.for('s'), {}, [], Error('e'), makeTagged('t', 1), Far('r', {}), Promise.resolve()];
      console.log(values.map(value => passStyleOf(harden(value))).join(' '));
      kept.init('kilo', makeTagged('kilo', 5));
      kept.init('deep', makeTagged('deep', { inner: [1] }));
      const back = kept.get('kilo');
      console.log(`tagged in state: ${back[Symbol.toStringTag]} ${back.payload} ${Object.isFrozen(back)}`);
    },
    look() {
      const back = kept.get('kilo');
      return [back[Symbol.toStringTag], back.payload, passStyleOf(back), kept.get('deep').payload];
    },
  });
