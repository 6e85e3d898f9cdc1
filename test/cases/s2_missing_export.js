// §2 a name that a module does not export is an error that names it
//$ run
//! noSuchName
//! s2_missing_export.js

import { noSuchName } from '@endo/far';

console.log(noSuchName);
