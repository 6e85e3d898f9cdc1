// §12 §2 a program has no root object: a call to it says so
//$ run
//> started
//$ call main hello
//> started
//! main

console.log('started');
