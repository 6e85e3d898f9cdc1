// §8.3 §10 a vat whose root is a virtual object
const makeRoot = makeKind(function root(state) {
  const self = {
    isMe: it => it === self,
    me: () => self,
    meInside: () => ({ list: [self, Promise.resolve(self)] }),
    sendMe: target => E(target).take(self),
    inc() { state.n += 1; return state.n; },
    keep() { state.self = self; return state.self === self; },
    kept: () => state.self === self,
  };
  return { init() { state.n = 0; state.self = undefined; }, self };
});
const roots = makeStore('root');
export const buildRootObject = () => {
  if (!roots.has('root')) roots.init('root', makeRoot());
  return roots.get('root');
};
