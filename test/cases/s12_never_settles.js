// §12 a call whose result is never settled ends with an error when nothing is left to do
//$ run
//$ call main never
//! never
//$ call -
//< main never
//< main fine
//~ ! .*
//> "fine"
//= 1

export const buildRootObject = () =>
  Far('root', {
    never() { return new Promise(() => {}); },
    fine() { return 'fine'; },
  });
