// The vat under crash.py: a ledger whose steps each change several objects that must agree afterwards. Step n is refused
// unless step n - 1 was the last, so that a step that is lost, done twice or done in part is found out.
const makeAccount = makeKind(function account(state) {
  return {
    init(balance) {
      state.balance = balance;
      state.moves = 0;
    },
    self: {
      move(amount) {
        state.balance += amount;
        state.moves += 1;
        return state.balance;
      },
      balance() {
        return state.balance;
      },
      moves() {
        return state.moves;
      },
    },
  };
});

const makeJournal = makeKind(function journal(state) {
  return {
    init() {
      state.step = 0;
      state.moves = 0;
      state.total = 0;
      state.last = null;
    },
    self: {
      step() {
        return state.step;
      },
      write(step, moves, granted, account) {
        state.step = step;
        state.moves += moves;
        state.total += granted;
        state.last = account;
      },
      all() {
        const { step, moves, total } = state;
        return { step, moves, total };
      },
    },
  };
});

export const buildRootObject = (_powers, _parameters, baggage) => {
  const accounts = makeStore('account');
  const log = makeStore('step');
  const notes = makeWeakStore('account');
  if (!baggage.has('journal')) baggage.init('journal', makeJournal());
  const journal = baggage.get('journal');
  const logged = 50;  // steps that the log keeps

  const noteOn = (account, step) => {
    const note = { step, text: 'note '.repeat(step % 97) };
    if (notes.has(account)) notes.set(account, note);
    else notes.init(account, note);
  };

  const acts = {
    open(step, name, _other, amount) {
      const account = makeAccount(0);
      accounts.init(name, account);
      account.move(amount);
      journal.write(step, 1, amount, account);
      return [account];
    },
    move(step, from, to, amount) {
      const [one, other] = [accounts.get(from), accounts.get(to)];
      one.move(-amount);
      other.move(amount);
      journal.write(step, 2, 0, other);
      return [one, other];
    },
    close(step, name, heir) {
      const [account, other] = [accounts.get(name), accounts.get(heir)];
      accounts.delete(name);
      other.move(account.balance());
      journal.write(step, 1 - account.moves(), 0, other);
      return [other];
    },
  };

  const found = [];
  const expect = (holds, what) => {
    if (!holds) found.push(what);
  };

  return Far('ledger', {
    step(step, act, one, other, amount) {
      if (journal.step() !== step - 1) throw Error(`step ${step} after step ${journal.step()}`);
      const touched = acts[act](step, one, other, amount);
      for (const account of touched) noteOn(account, step);
      log.init(step, { act, touched });
      if (log.has(step - logged)) log.delete(step - logged);
      if (step % 7 === 0) console.log('step', step);
      if (step % 11 === 0) throw Error(`refused ${step}`);  // what was written before a throw stays written
      return [step, ...touched.map(account => account.balance())];
    },

    // What holds between the objects after any number of whole steps; the model of crash.py knows the rest.
    audit() {
      found.length = 0;
      const { step, moves, total } = journal.all();
      let sum = 0;
      let moved = 0;
      for (const [name, account] of accounts.entries()) {
        sum += account.balance();
        moved += account.moves();
        expect(notes.has(account) && notes.get(account).step <= step, `account ${name} has no note`);
      }
      expect(sum === total, `balances add up to ${sum}, not ${total}`);
      expect(moved === moves, `accounts count ${moved} moves, the journal ${moves}`);
      const steps = [...log.keys()];
      expect(steps.length === Math.min(step, logged), `the log has ${steps.length} entries`);
      expect(steps.every((n, i) => n === step - steps.length + 1 + i), `the log holds the steps ${steps}`);
      if (step > 0) {
        const { touched } = log.get(step);
        for (const account of touched) expect(notes.get(account).step === step, 'the last step left no note');
      }
      return { step, found, balances: [...accounts.entries()].map(([name, account]) => [name, account.balance()]) };
    },
  });
};
