// §2 a buildRootObject that throws is a vat that fails to start, and the error says where
//$ run
//! no luck today
//! s2_root_throws.js:7

export const buildRootObject = () => {
  throw Error('no luck today');
};
