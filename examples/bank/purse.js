// Purses are virtual objects, and the ledger that says how much is in each is a weak store that only this module can
// reach. So whoever holds a purse can do no more with it than this module allows, and when nobody can reach a purse any
// more its line in the ledger goes with it.

const ledger = makeWeakStore('purse');

const checkAmount = amount => {
  if (!Number.isSafeInteger(amount) || amount < 0) {
    throw RangeError(`an amount is a whole number from 0 up, and not ${amount}`);
  }
};

export const balanceOf = purse => ledger.get(purse);

export const transfer = (from, to, amount) => {
  checkAmount(amount);
  if (from === to) {
    throw Error('a purse cannot pay itself');
  }
  const left = balanceOf(from) - amount;
  if (left < 0) {
    throw RangeError(`there is only ${balanceOf(from)} in the purse`);
  }
  const sum = balanceOf(to) + amount;
  ledger.set(from, left);
  ledger.set(to, sum);
};

export const makePurse = makeKind(function purse() {
  const self = {
    balance() {
      return balanceOf(self);
    },
    deposit(amount, source) {
      transfer(source, self, amount);
    },
  };
  return {
    init(amount) {
      checkAmount(amount);
      ledger.init(self, amount);
    },
    self,
  };
});
