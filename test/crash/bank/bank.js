// A bank of numbered purses. Money leaves a purse as a payment, an object of this bank, and comes to another bank when the
// payment is moved there: what is in no purse is in a payment, or in a credit on its way. Every change is written down
// as it comes, so that what happens twice is seen twice.
const makePurse = makeKind(function purse(state) {
  return {
    init(balance) {
      state.balance = balance;
    },
    self: {
      change(amount) {
        if (state.balance + amount < 0) throw Error('not enough money');
        state.balance += amount;
      },
      balance: () => state.balance,
    },
  };
});

// Money on its way out: of transfer `n`, kept among the payments that are open.
const makePayment = makeKind(function payment(state) {
  return {
    init(n, amount, open) {
      Object.assign(state, { n, amount, open });
    },
    self: {
      moveTo(bank, index) {
        const { n, amount, open } = state;
        open.delete(n); // throws where it was moved before
        return E(bank).credit(n, index, amount);
      },
      amount: () => state.amount,
    },
  };
});

export const buildRootObject = (powers, { purses: count, balance }, baggage) => {
  if (!baggage.has('ledger')) {
    const purses = makeStore('purse');
    for (let i = 0; i < count; i += 1) purses.init(i, makePurse(balance));
    baggage.init('purses', purses);
    baggage.init('ledger', makeStore('entry'));
    baggage.init('open', makeStore('payment'));
  }
  const [purses, ledger, open] = ['purses', 'ledger', 'open'].map(name => baggage.get(name));
  const record = (sort, n, index, amount) => ledger.init(ledger.getSize(), { sort, n, index, amount });

  const bank = Far('bank', {
    withdraw(n, index, amount) {
      const purse = purses.get(index);
      if (purse.balance() < amount) {
        record('refused', n, index, amount); // a throw undoes nothing
        throw Error('not enough money');
      }
      purse.change(-amount);
      record('out', n, index, amount);
      const payment = makePayment(n, amount, open);
      open.init(n, payment);
      return payment;
    },
    // `payment` is mostly a promise: what is sent to it waits for the payment, wherever that comes from.
    deposit: (index, payment) => E(payment).moveTo(bank, index),
    credit(n, index, amount) {
      purses.get(index).change(amount);
      record('in', n, index, amount);
      return amount;
    },
    // For the audit.
    openPayments: () => [...open.entries()].map(([n, payment]) => [n, payment.amount()]),
    sweep: (n, bank2, index) => E(open.get(n)).moveTo(bank2, index),
    total() {
      let sum = 0;
      for (const purse of purses.values()) sum += purse.balance();
      for (const payment of open.values()) sum += payment.amount();
      return sum;
    },
    balances: () => [...purses.values()].map(purse => purse.balance()),
    entries: (from, end) => {
      const found = [];
      for (let i = from; i < Math.min(end, ledger.getSize()); i += 1) {
        const { sort, n, index, amount } = ledger.get(i);
        found.push([sort, n, index, amount]);
      }
      return found;
    },
  });
  return bank;
};
