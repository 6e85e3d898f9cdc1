// §2 the vat with a clock and with chance
export const buildRootObject = () =>
  Far('root', {
    sameTime() {
      const before = Date.now();
      for (let n = 0; n < 30_000_000; n += 1);
      return [Date.now() === before, new Date().getTime() === before, typeof Date() === 'string'];
    },
    now() {
      return Date.now();
    },
    plausible() {
      return Date.now() > 1_600_000_000_000;
    },
    chance() {
      const draws = Array.from({ length: 100 }, () => Math.random());
      return [draws.every(n => n >= 0 && n < 1), new Set(draws).size > 90];
    },
  });
