// §12 §2 a program has no root object: a call to it is an error
//$ run
//> started
//$ call main hello
//> started
//! hello

console.log('started');
