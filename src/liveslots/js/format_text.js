// How primitives, property names and the width of a text look in a line of the console (format.js), as Node's
// util.inspect writes them.

const logTextMax = 10_000;      // characters of one string inside a value
const logLineWidth = 80;        // columns
const logWholeLineLength = 16;  // a string no longer than this is never broken at its newlines

// What has no place between quotes as it is: controls, the single quote, the backslash, unpaired surrogates.
const logUnquotable =
  /[\x00-\x1f'\\\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const logUnquotables = new NativeRegExp(logUnquotable, 'g');
const logPlainName = /^[A-Za-z_][A-Za-z_0-9]*$/;
const logNewline = /(?<=\n)/;

const logEscapes = freeze({
  __proto__: null,
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
  "'": "\\'",
});

function logEscape(unit) {
  const known = logEscapes[unit];
  if (known !== undefined) return known;
  const code = stringCharCodeAt(unit, 0);
  const digits = numberToString(code, 16);
  return code < 256 ? `\\x${stringPadStart(digits.toUpperCase(), 2, '0')}` : `\\u${digits}`;
}

function logQuote(text) {
  let quote = "'";
  if (stringIncludes(text, "'")) {
    if (!stringIncludes(text, '"')) quote = '"';
    else if (!stringIncludes(text, '`') && !stringIncludes(text, '${')) quote = '`';
  }
  if (!regexpTest(logUnquotable, text)) return `${quote}${text}${quote}`;
  const escape = unit => (unit === "'" && quote !== "'" ? unit : logEscape(unit));
  return `${quote}${stringReplace(text, logUnquotables, escape)}${quote}`;
}

function logNumber(number) {
  return is(number, -0) ? '-0' : `${number}`;
}

// A string inside a value; `indent` is the column it stands in. A long one is broken after each newline.
function logString(text, indent) {
  const rest = text.length - logTextMax;
  const shown = rest > 0 ? stringSlice(text, 0, logTextMax) : text;
  const trailer = rest > 0 ? `... ${rest} more character${rest > 1 ? 's' : ''}` : '';
  if (shown.length <= logWholeLineLength || shown.length <= logLineWidth - indent - 4) {
    return logQuote(shown) + trailer;
  }
  const lines = arrayMap(stringSplit(shown, logNewline), line => logQuote(line));
  return arrayJoin(lines, ` +\n${stringRepeat(' ', indent + 2)}`) + trailer;
}

function logPrimitive(value, indent) {
  switch (typeof value) {
    case 'string':
      return logString(value, indent);
    case 'number':
      return logNumber(value);
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return symbolToString(value);
    default:
      return `${value}`;
  }
}

// The name of a property, as it stands before the colon.
function logName(key, enumerable) {
  if (typeof key === 'symbol') {
    return `[${stringReplace(symbolToString(key), logUnquotables, logEscape)}]`;
  }
  if (key === '__proto__') return "['__proto__']";
  if (!enumerable) return `[${stringReplace(key, logUnquotables, logEscape)}]`;
  return regexpTest(logPlainName, key) ? key : logQuote(key);
}

const logNarrow = /^[ -~]*$/;
const logInvisible = /^[\p{Cc}\p{Mn}\p{Me}\p{Cf}]$/u;
const logWide = new NativeRegExp(
  '^(?:[\\u1100-\\u115f\\u2329\\u232a\\u2e80-\\u303e\\u3041-\\u3247\\u3250-\\u4dbf\\u4e00-\\ua4c6' +
    '\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19\\ufe30-\\ufe6b\\uff01-\\uff60' +
    '\\uffe0-\\uffe6\\u{1b000}-\\u{1b2ff}\\u{1f200}-\\u{1f251}\\u{20000}-\\u{3fffd}]|\\p{Emoji_Presentation})$',
  'u',
);
const logSplitter = /(?:)/u;
const logNormalize = uncurryThis(String.prototype.normalize);

// The columns that `text` takes on a terminal.
function logWidth(text) {
  if (regexpTest(logNarrow, text)) return text.length;
  let width = 0;
  arrayForEach(stringSplit(logNormalize(text, 'NFC'), logSplitter), point => {
    if (regexpTest(logWide, point)) width += 2;
    else if (!regexpTest(logInvisible, point)) width += 1;
  });
  return width;
}
