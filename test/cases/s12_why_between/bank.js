const makePerson = makeKind(function person(state) {
  return { init() { state.name = 'Ada'; }, self: { name() { return state.name; } } };
});
const makePurse = makeKind(function purse(state) {
  return { init() { state.owner = makePerson(); }, self: { owner() { return state.owner; } } };
});

export const buildRootObject = () => Far('bank', { makePurse: () => makePurse() });
