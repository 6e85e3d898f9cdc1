// §12 a start that failed leaves nothing behind: the next run is a first start again
//$ run
//! not yet
//$ run
//! not yet

const kept = makeStore('name');
kept.init(kept.getSize(), true);
throw Error(kept.getSize() === 1 ? 'not yet' : `left over: ${kept.getSize()}`);
