// §2 a vat of many modules
import defaultShout, { shout as loud, count } from './lib/shout.mjs';
import * as all from '../src/lib/all.js';
import { even } from './lib/even.js';

const { lazy } = await import('./lib/lazy.js');
const again = await import('./lib/../lib/lazy.js');

export const buildRootObject = async () => {
  const first = await import('./lib/lazy.js');
  return Far('root', {
    bootstrap() {
      console.log(defaultShout('default'), loud('named'), count);
      console.log(Object.keys(all).join());
      console.log(`cycles: ${even(10)} ${even(7)}`);
      console.log(`one module, one instance: ${again.lazy === lazy && first.lazy === lazy} ${lazy.uses}`);
      console.log(`this at the top: ${all.topThis}`);
      console.log(`its url shows no path of the host: ${/\/src\/lib\/all\.js$/.test(all.url)} ${/tmp|home|case/.test(all.url)}`);
    },
    async late() {
      const { word } = await import('./lib/late.js');
      return word;
    },
    missing() {
      return import('./lib/none.js').then(() => 'found', error => `rejected: ${error.message.includes('./lib/none.js')}`);
    },
    broken() {
      return import('./lib/broken.js').then(() => 'fine', error => error.name);
    },
  });
};
