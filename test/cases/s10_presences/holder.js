// §10 the vat that is handed one object in many ways
const kept = makeStore('kept');
const byObject = makeWeakStore('object');
const makeHolder = makeKind(function holder(state) {
  return { init(it) { state.it = it; state.list = [{ it }]; }, self: { it() { return state.it; }, inList() { return state.list[0].it; } } };
});
export const buildRootObject = () => {
  let first;
  const map = new WeakMap();
  const set = new Set();
  return Far('holder', {
    take(it) {
      first ??= it;
      set.add(it);
      return [it === first, set.size];
    },
    takeInside({ list: [, it] }) { return it === first; },
    takeTwice(a, b) { return a === b && a === first; },
    async takeLater(promise) { return (await promise) === first; },
    keep(it) {
      kept.init('it', it);
      kept.init('holder', makeHolder(it));
      byObject.init(it, 'mine');
      map.set(it, 'in the map');
    },
    isKept(it) {
      const holder = kept.get('holder');
      return [kept.get('it') === it, holder.it() === it, holder.inList() === it, byObject.get(it), map.get(it)];
    },
    async callKept() { return E(kept.get('it')).name(); },
    give() { return first ?? kept.get('it'); },
    shown(it) { return `${it} ${Object.keys(it).length} ${Object.isFrozen(it)}`; },
  });
};
