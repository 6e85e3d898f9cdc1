// §12 arguments that are odd JSON, and results that are odd objects, are no matter
//$ run
//$ call main types 1e400 12345678901234567890 1. - -x -0
//> ["number Infinity","number 12345678901234567000","string 1.","string -","string -x","number 0"]
//$ call main echo '{"a":1,"b":3,"a":2}'
//> [{"a":2,"b":3}]
//$ call main echo '"\ud800"'
//! surrogate
//$ call main echo '[1,]' '{"a":}' "{'a':1}" '[1] 2'
//> ["[1,]","{\"a\":}","{'a':1}","[1] 2"]
//$ call main ok
//> "ok"

export const buildRootObject = () =>
  Far('root', {
    types(...args) { return args.map(arg => `${typeof arg} ${String(arg)}`); },
    echo(...args) { return args; },
    ok() { return 'ok'; },
  });
