// §10 the vat that keeps what it is lent
export const buildRootObject = () => {
  let kept;
  const keeper = Far('keeper', {
    keep(it) { kept = it; return keeper; },
    give() { return kept; },
    giveLater() { return Promise.resolve().then(() => kept); },
    giveInside() { return { a: [{ b: kept }], promise: Promise.resolve(kept) }; },
    giveTo(other) { return E(other).take(kept); },
    throwIt() { throw Error('with a cause', { cause: kept }); },
    callBack(words) { return E(kept).say(words); },
    me() { return keeper; },
  });
  return keeper;
};
