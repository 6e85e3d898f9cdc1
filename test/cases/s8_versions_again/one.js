// §8.5 version 1, which comes again after version 2
const makePart = makeKind(state => ({
  init(n) {
    state.n = n;
    state.friend = undefined;
  },
  self: {
    n() { return state.n; },
    friend() { return state.friend; },
    befriend(friend) { state.friend = friend; },
  },
}), { tag: 'part', version: 1, migrate: (old, version) => ({ friend: old.friend, n: version === 2 ? old.m : old.n }) });
const parts = makeStore('name');

export const buildRootObject = () => {
  if (!parts.has('a')) {
    const [a, b] = [makePart(1), makePart(2)];
    a.befriend(b);
    b.befriend(a);
    parts.init('a', a);
    parts.init('b', b);
  }
  return Far('root', {
    show: name => `${parts.get(name).n()} ${parts.get(name).friend().n()} ${parts.get(name).friend().friend() === parts.get(name)}`,
  });
};
