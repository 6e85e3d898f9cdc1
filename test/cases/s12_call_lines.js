// §12 call - reads calls from standard input and answers each in order; one failure makes the exit 1
//$ run
//$ call -
//< main add 2
//< main add 3
//< main fail
//< main add 4
//< main echo {"a":[1]} word
//< main log
//< nobody hello
//< main add 1
//> 2
//> 5
//~ ! .*no luck.*
//> 9
//> [{"a":[1]},"word"]
//> a line
//> "logged"
//~ ! .*nobody.*
//> 10
//= 1
//$ call -
//< main add 0
//> 10
//$ call -

const sums = makeStore('name');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() { sums.init('total', 0); },
    add(n) {
      sums.set('total', sums.get('total') + n);
      return sums.get('total');
    },
    fail() { throw Error('no luck'); },
    echo(...args) { return args; },
    log() {
      console.log('a line');
      return 'logged';
    },
  });
