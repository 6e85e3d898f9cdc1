// §12 arguments are JSON, and what is no JSON is a string
//$ run
//$ call main types 5 -5 1.5e3 true null
//> ["number 5","number -5","number 1500","boolean true","object null"]
//$ call main types hello 01 +5 undefined NaN tru '' ' '
//> ["string hello","string 01","string +5","string undefined","string NaN","string tru","string ","string  "]
//$ call main types '"5"' '"a b"' '"\u00e9"' '""'
//> ["string 5","string a b","string é","string "]
//$ call main echo '{"b":[1,{"c":null}],"a":"x"}'
//> [{"b":[1,{"c":null}],"a":"x"}]
//$ call main echo '[]' '{}' ' [1, 2] '
//> [[],{},[1,2]]
//$ call main echo '[1,2]' '["a"]' '[[]]'
//> [[1,2],["a"],[[]]]
//$ call main echo
//> []
//$ call main frozen '{"a":[1]}'
//> true
//$ call main echo '{broken' "it's"
//> ["{broken","it's"]
//$ call main echo '{"__proto__":1}'
//> [{"__proto__":1}]

export const buildRootObject = () =>
  Far('root', {
    types(...args) {
      return args.map(arg => `${typeof arg} ${arg}`);
    },
    echo(...args) {
      return args;
    },
    frozen(arg) {
      return Object.isFrozen(arg) && Object.isFrozen(arg.a);
    },
  });
