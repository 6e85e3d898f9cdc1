// assert and its kin, as `@endo/errors` has them: values in a message are shown as their type alone, unless they are quoted
// with q.
const quotes = new NativeWeakMap();
const detailTexts = new NativeWeakMap();

const q = value => {
  const quote = freeze({
    toString() {
      return quotedText(value);
    },
  });
  weakMapSet(quotes, quote, value);
  return quote;
};
const quotedText = value => {
  if (typeof value === 'string') return jsonStringify(value);
  if (isObject(value) && slotOf(value) !== undefined) return shownObject(value);
  if (!isObject(value)) return formatLog([value]);
  try {
    return jsonStringify(value) ?? formatLog([value]);
  } catch {
    return formatLog([value]);
  }
};
const redacted = value => {
  if (isObject(value) && weakMapHas(quotes, value)) return quotedText(weakMapGet(quotes, value));
  if (value === null) return '(null)';
  if (native.classify !== undefined && isObject(value) && native.classify(value) === kindError) {
    return `(${errorName(value)})`;
  }
  const type = typeof value;
  return type === 'undefined' ? '(undefined)' : `(${type === 'object' ? 'an object' : `a ${type}`})`;
};

// X`text ${value}`: the details of an error.
const X = (template, ...args) => {
  let text = template[0];
  for (let i = 0; i < args.length; i += 1) text += redacted(args[i]) + template[i + 1];
  const details = freeze({ toString: () => text });
  weakMapSet(detailTexts, details, text);
  return details;
};
const detailsText = (details, otherwise) => {
  if (details === undefined) return otherwise;
  if (isObject(details)) return weakMapGet(detailTexts, details) ?? otherwise;
  return `${details}`;
};

const makeAssertError = (details, ErrorMaker = NativeError, options = {}) => {
  const error = new ErrorMaker(detailsText(details, 'Assert failed'));
  if (isObject(options) && options.cause !== undefined) {
    defineProperty(error, 'cause', { value: options.cause, writable: true, configurable: true });
  }
  return error;
};
const fail = (details, ErrorMaker, options) => {
  throw makeAssertError(details, ErrorMaker, options);
};
const Fail = (template, ...args) => fail(X(template, ...args));

const assertThat = (condition, details = 'Check failed', ErrorMaker = undefined) => {
  if (!condition) fail(details, ErrorMaker);
};
const typeNames = { __proto__: null, undefined: 'undefined', object: 'an object', function: 'a function' };
assign(assertThat, {
  fail,
  Fail,
  details: X,
  quote: q,
  error: makeAssertError,
  note() {},
  equal(actual, expected, details = undefined, ErrorMaker = NativeRangeError) {
    if (!is(actual, expected)) fail(details ?? `Expected ${quotedText(actual)} is same as ${quotedText(expected)}`, ErrorMaker);
  },
  typeof(value, type, details = undefined) {
    const actual = value === null && type === 'object' ? 'null' : typeof value;
    if (actual !== type) {
      fail(details ?? `${quotedText(value)} must be ${typeNames[type] ?? `a ${type}`}`, NativeTypeError);
    }
  },
  string(value, details = undefined) {
    assertThat.typeof(value, 'string', details);
  },
});
