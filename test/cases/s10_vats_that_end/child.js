// §10 the code of vats that are made while the program runs
const makeNote = makeKind(function note(state) {
  return { init(text) { state.text = text; }, self: { text: () => state.text } };
});
export const buildRootObject = (vatPowers, parameters) => Far('child', {
  powers: () => [Object.keys(vatPowers), Object.isFrozen(vatPowers)],
  parameters: () => parameters,
  isParameter: it => it === parameters.friend,
  askFriend: () => E(parameters.friend).name(),
  note: text => makeNote(text),
  leave(value) {
    vatPowers.exitVat(value);
    return 'leaving';
  },
  leaveTwice() {
    vatPowers.exitVat('first');
    vatPowers.exitVatWithFailure(Error('second'));
  },
  leaveAfterSend(it) {
    E.sendOnly(it).hear('the last word');
    vatPowers.exitVat();
  },
  fail(reason) { vatPowers.exitVatWithFailure(reason); },
  leaveBadly(what) {
    try {
      vatPowers.exitVat([what, { deep: x => x }, 1, new Map()]);
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
    return 'left';
  },
  never: () => new Promise(() => {}),
});
