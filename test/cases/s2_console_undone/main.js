// §2 the vat whose crank is undone
export const buildRootObject = () =>
  Far('root', {
    printAndThrow() {
      console.log('printed before the throw');
      throw Error('thrown');
    },
    printAndSpin() {
      console.log('never to be seen');
      for (;;);
    },
    print() {
      console.log('seen');
      console.error('seen on the other stream');
      return 'result';
    },
  });
