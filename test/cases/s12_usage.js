// §12 usage errors exit 2, what cannot be found exits 1, and neither touches standard output
//$ frobnicate
//= 2
//$ call
//= 2
//$ call main
//= 2
//$ run nowhere.js
//! nowhere.js
//$ run
//> fine

console.log('fine');
