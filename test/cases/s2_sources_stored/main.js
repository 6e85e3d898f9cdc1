// §2 a vat whose files go away
import { word } from './lib/word.js';
import { pack } from 'pack';

const { lazy } = await import('./lib/lazy.js');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {},
    words() {
      return [word, pack, lazy];
    },
  });
