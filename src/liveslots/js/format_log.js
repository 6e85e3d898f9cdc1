// console.log(format, ...args): the placeholders of a first argument that is a string (%s %d %i %f %j %o %O %c %%), the
// other arguments after them. Objects count as NaN where a number is asked for: nothing of theirs is called.

const logPlaceholder = /%[sdifjoOc%]/g;

function logAsText(value) {
  if (typeof value === 'function') return native.isProxy(value) ? '[Proxy]' : functionToString(value);
  if (value !== null && typeof value === 'object') return logPrint(value, 0);
  return typeof value === 'string' ? value : logPrimitive(value, 0);
}

// What reads a number: NaN where there is none.
const logReaders = freeze({ __proto__: null, '%d': Number, '%i': parseInt, '%f': parseFloat });

function logAsNumber(value, placeholder) {
  if (typeof value === 'bigint' && placeholder !== '%f') return `${value}n`;
  if (typeof value === 'symbol' || typeof value === 'function') return 'NaN';
  if (value === null || typeof value !== 'object') return logNumber(logReaders[placeholder](value));
  const isDate = placeholder === '%d' && !native.isProxy(value) && logHasBrand(dateGetTime, value);
  return isDate ? logNumber(dateGetTime(value)) : 'NaN';
}

const logJsonDepthMax = 1000;

// The JSON of the data properties of `value`, undefined where it has no JSON. `open` holds the objects around it; the
// meeting of one of them throws.
function logJson(value, open) {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return jsonStringify(value);
  }
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || native.isProxy(value)) return undefined;
  if (open.length >= logJsonDepthMax || arrayIncludes(open, value)) throw logCircular;
  if (logHasBrand(dateGetTime, value)) {
    return is(dateGetTime(value), NaN) ? 'null' : jsonStringify(dateToISOString(value));
  }
  arrayPush(open, value);
  const parts = isArray(value) ? logJsonItems(value, open) : logJsonMembers(value, open);
  arrayPop(open);
  return isArray(value) ? `[${arrayJoin(parts, ',')}]` : `{${arrayJoin(parts, ',')}}`;
}

function logJsonItems(value, open) {
  const parts = [];
  for (let n = 0; n < value.length; n += 1) {
    arrayPush(parts, logJson(getOwnPropertyDescriptor(value, n)?.value, open) ?? 'null');
  }
  return parts;
}

function logJsonMembers(value, open) {
  const parts = [];
  const names = keys(value);
  for (let n = 0; n < names.length; n += 1) {
    const text = logJson(getOwnPropertyDescriptor(value, names[n]).value, open);
    if (text !== undefined) arrayPush(parts, `${jsonStringify(names[n])}:${text}`);
  }
  return parts;
}

const logCircular = freeze({ __proto__: null });

function logAsJson(value) {
  try {
    return `${logJson(value, [])}`;
  } catch (error) {
    if (error === logCircular) return '[Circular]';
    throw error;
  }
}

function logPlaced(placeholder, value) {
  switch (placeholder) {
    case '%s':
      return logAsText(value);
    case '%d':
    case '%i':
    case '%f':
      return logAsNumber(value, placeholder);
    case '%j':
      return logAsJson(value);
    case '%o':
      return logPrint(value, 4, true);
    case '%O':
      return logPrint(value);
    default:
      return '';  // %c, a style
  }
}

// { text, used }: the first argument with its placeholders filled from the others, and how many arguments that took. A
// placeholder for which there is none stays as it is.
function logTemplate(args) {
  let used = 1;
  const text = stringReplace(args[0], logPlaceholder, placeholder => {
    if (placeholder === '%%') return '%';
    if (used === args.length) return placeholder;
    used += 1;
    return logPlaced(placeholder, args[used - 1]);
  });
  return { text, used };
}

function formatLog(args) {
  const parts = [];
  let used = 0;
  if (typeof args[0] === 'string' && args.length > 1) {
    const template = logTemplate(args);
    arrayPush(parts, template.text);
    used = template.used;
  }
  for (let room = logCharactersMax; used < args.length && room > 0; used += 1) {
    const value = args[used];
    arrayPush(parts, typeof value === 'string' ? value : logPrint(value));
    room -= parts[parts.length - 1].length;
  }
  const line = arrayJoin(parts, ' ');
  const rest = line.length - logCharactersMax;
  return rest > 0 ? `${stringSlice(line, 0, logCharactersMax)}... ${logPlural(rest, 'more character')}` : line;
}
