// §2 a top-level await that nothing can end is an error, not a hang
//$ run
//! promise

console.log('before');
await new Promise(() => {});
