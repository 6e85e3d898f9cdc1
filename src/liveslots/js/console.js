// console: lines for the program's standard output and error, released when their crank is durable (SPEC §2).
const streamOut = 0;
const streamErr = 1;

logTrustPrototype(statePrototype);

let groupIndent = '';
const counts = new NativeMap();

const printLines = (stream, text) => {
  native.print(stream, groupIndent === '' ? text : groupIndent + stringReplace(text, /\n/g, `\n${groupIndent}`));
};
const toOut = (...args) => printLines(streamOut, formatLog(args));
const toErr = (...args) => printLines(streamErr, formatLog(args));

const vatConsole = {
  log: (...args) => toOut(...args),
  info: (...args) => toOut(...args),
  debug: (...args) => toOut(...args),
  dir: value => toOut(value),
  warn: (...args) => toErr(...args),
  error: (...args) => toErr(...args),
  trace: (...args) => toErr('Trace:', ...args),
  assert(condition, ...args) {
    if (!condition) toErr(args.length === 0 ? 'Assertion failed' : 'Assertion failed:', ...args);
  },
  count(label = 'default') {
    const count = (mapGet(counts, `${label}`) ?? 0) + 1;
    mapSet(counts, `${label}`, count);
    toOut(`${label}: ${count}`);
  },
  countReset(label = 'default') {
    mapDelete(counts, `${label}`);
  },
  group(...args) {
    if (args.length > 0) toOut(...args);
    if (groupIndent.length < 100) groupIndent += '  ';
  },
  groupEnd() {
    groupIndent = stringSlice(groupIndent, 2);
  },
};
vatConsole.groupCollapsed = vatConsole.group;

// The state of a virtual object shows as the data that it stands for.
logTrustPrototype(statePrototype, 'Object');
logTrustPrototype(VirtualWeakMap.prototype, 'WeakMap');
logTrustPrototype(VirtualWeakSet.prototype, 'WeakSet');
