// §12 a call's error goes to standard error as one line, and the exit is 1
//$ run
//$ call main fail
//! Error: the reason
//$ call main nothing
//! target has no method "nothing"
//$ call nobody hello
//! nobody
//$ call main reject
//! 7

export const buildRootObject = () =>
  Far('root', {
    fail() { throw Error('the reason'); },
    reject() { return Promise.reject(7); },
  });
