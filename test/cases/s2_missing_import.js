// §2 an import that is not there is named, and so is the module that wants it
//$ run
//! ./nowhere.js
//! s2_missing_import.js

import { something } from './nowhere.js';

console.log(something);
