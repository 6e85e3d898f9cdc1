// §11 a vat that breaks each of its limits
const kept = makeStore('name');
if (!kept.has('n')) kept.init('n', 0);
let variable = 0;

export const buildRootObject = () =>
  Far('root', {
    next() {
      variable += 1;
      kept.set('n', kept.get('n') + 1);
      return [variable, kept.get('n')];
    },
    spin() {
      kept.set('n', 1000);
      for (;;);
    },
    spinInPromises() {
      kept.set('n', 1000);
      const again = () => {
        Promise.resolve().then(again);
      };
      again();
    },
    spinInExpression() {
      kept.set('n', 1000);
      return /^(a+)+$/.test(`${'a'.repeat(50)}b`);
    },
    spinAndCatch() {
      for (;;) {
        try {
          for (;;);
        } catch {
          kept.set('n', 1000);
        } finally {
          kept.set('n', 2000);
        }
      }
    },
    growArray() {
      kept.set('n', 1000);
      const list = [];
      for (;;) list.push({ n: list.length });
    },
    growString() {
      const list = [];
      for (let n = 0; ; n += 1) list.push(`${n}`.padStart(10_000, 'x').toUpperCase());
    },
    growBuffers() {
      kept.set('n', 1000);
      const list = [];
      for (;;) list.push(new Uint8Array(1 << 20).fill(1));
    },
    growClosures() {
      let link = () => 0;
      for (;;) {
        const before = link;
        link = () => before;
      }
    },
  });
