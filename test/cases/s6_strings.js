// §6 well-formed strings come back unit by unit; unpaired surrogates are refused everywhere
//$ run
//> true
//> refused: 5 of 5
//$ call main same
//> true

const kept = makeStore('n');
const samples = ['', '\0', 'é', 'ÿ', 'Ā', '漢字', '😀', 'a😀b', '\ufeff', '\u2028', 'x'.repeat(63), 'x'.repeat(64), 'é'.repeat(65), '漢'.repeat(300), '\ud7ff\ue000'];
const same = () => samples.every((sample, n) => kept.get(n) === sample);

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      samples.forEach((sample, n) => kept.init(n, sample));
      console.log(same());
      const bad = ['\ud800', '\udc00', 'x\ud83d', '\ude00\ud83d', ['fine', 'not \udfff fine']];
      const refused = bad.filter(value => {
        try {
          kept.init('bad', value);
          return false;
        } catch (error) {
          return error instanceof TypeError;
        }
      });
      console.log(`refused: ${refused.length} of ${bad.length}`);
    },
    same,
  });
