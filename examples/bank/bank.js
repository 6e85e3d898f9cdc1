// A bank as a vat. Its root object is what `keeve call bank …` talks to:
//
//   keeve run examples/bank/keeve.json
//   keeve call bank open Ada 100
//   keeve call bank open Ben
//   keeve call bank pay Ada Ben 30
//   keeve call bank balance Ben
//
// Each call is one crank: a payment that throws leaves both purses as they were because it checks before it writes, and
// one that is killed in the middle never happened. Purses may be millions; only those in use are in memory.
import { makePurse, balanceOf, transfer } from './purse.js';

const accounts = makeStore('owner');

export const buildRootObject = (_powers, { currency }) =>
  Far('bank', {
    bootstrap() {
      console.log(`the bank is open; it keeps ${currency}`);
    },
    open(owner, amount = 0) {
      accounts.init(owner, makePurse(amount));
      return `${owner} has ${amount} ${currency}`;
    },
    pay(from, to, amount) {
      transfer(accounts.get(from), accounts.get(to), amount);
      return `${from} has ${balanceOf(accounts.get(from))} ${currency}`;
    },
    balance(owner) {
      return balanceOf(accounts.get(owner));
    },
    owners() {
      return [...accounts.keys()];
    },
  });
