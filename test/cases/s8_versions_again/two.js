// §8.5 version 2, which is given up again
const makePart = makeKind(state => ({
  init(m) {
    state.m = m;
    state.friend = undefined;
  },
  self: { m: () => state.m },
}), { tag: 'part', version: 2, migrate: old => ({ m: old.n, friend: old.friend }) });
const parts = makeStore('name');

export const buildRootObject = () => Far('root', { m: name => parts.get(name).m() });
