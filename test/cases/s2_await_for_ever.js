// §2 a top-level await that nothing can end is an error, not a hang
//$ run
//! await

console.log('before');
await new Promise(() => {});
