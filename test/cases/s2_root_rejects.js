// §2 a buildRootObject whose promise is rejected is a vat that fails to start
//$ run
//! no luck later

export const buildRootObject = async () => {
  await null;
  throw Error('no luck later');
};
