// §2 a buildRootObject that gives no object is a vat that fails to start
//$ run
//! root

export const buildRootObject = () => 5;
