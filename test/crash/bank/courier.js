// Carries a payment, or the promise of one, to a bank.
export const buildRootObject = () =>
  Far('courier', { carry: (payment, bank, index) => E(payment).moveTo(bank, index) });
