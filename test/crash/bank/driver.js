// Sends transfers between the banks, each once and numbered: the number is written down in the crank that sends it.
const BANKS = 5;

export const buildRootObject = (powers, { purses }, baggage) => {
  // The transfer with that number, the same whoever asks.
  const transfer = n => {
    let seed = Math.imul(n + 1, 2654435761) >>> 0;
    const below = limit => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * limit);
    };
    return {
      from: below(BANKS),
      fromPurse: below(purses),
      to: below(BANKS),
      toPurse: below(purses),
      amount: 1 + below(60),
      way: below(4),
    };
  };
  const send = n => {
    const banks = baggage.get('banks');
    const { from, fromPurse, to, toPurse, amount, way } = transfer(n);
    const payment = E(banks[from]).withdraw(n, fromPurse, amount);
    if (way === 0) return E(payment).moveTo(banks[to], toPurse);
    // By a bank that has nothing to do with it, which may be any of the two all the same.
    if (way === 1) return E(baggage.get('courier')).carry(payment, banks[to], toPurse);
    // Not pipelined: a restart in between leaves an open payment.
    if (way === 2) return payment.then(paid => E(banks[to]).deposit(toPurse, paid));
    return E(banks[to]).deposit(toPurse, payment);
  };
  return Far('driver', {
    bootstrap({ courier, driver, ...banks }) {
      baggage.init('banks', Array.from({ length: BANKS }, (_, i) => banks[`bank${i}`]));
      baggage.init('courier', courier);
      baggage.init('sent', 0);
    },
    // Sends the next `count` transfers, up to `end`; how many were ever sent.
    go(count, end) {
      let n = baggage.get('sent');
      for (let i = 0; i < count && n < end; i += 1, n += 1) send(n).catch(() => {});
      baggage.set('sent', n);
      return n;
    },
    sent: () => baggage.get('sent'),
    // What transfers are, for the audit.
    transfers: (from, end) =>
      Array.from({ length: end - from }, (_, i) => {
        const { from: bank, fromPurse, to, toPurse, amount } = transfer(from + i);
        return [bank, fromPurse, to, toPurse, amount];
      }),
    // Ends a transfer that a restart left open.
    finish(n) {
      const { from, to, toPurse } = transfer(n);
      const banks = baggage.get('banks');
      return E(banks[from]).sweep(n, banks[to], toPurse);
    },
  });
};
