// How errors are shown in the console (format.js): the stack, or `[Name: message]` where there is none, then the cause, the
// errors of an AggregateError, and properties of the error's own.

const logErrorNames = new NativeSet([
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
]);
const logFrameStart = '\n    at';
const logStackHead = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n {4}at)/;
const logStackName = /^([a-z_A-Z0-9-]*Error)$/;

function logIsText(value) {
  return value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol');
}

// The own `stack` where that is text, else what Error.prototype.toString gives.
function logStackOf(error, name, message) {
  const stack = getOwnPropertyDescriptor(error, 'stack')?.value;
  if (logIsText(stack) && stack) return `${stack}`;
  const head = name === undefined ? 'Error' : `${name}`;
  const tail = message === undefined ? '' : `${message}`;
  if (head === '' || tail === '') return head + tail;
  return `${head}: ${tail}`;
}

// A stack begins with the error's name; this puts the name of its class there instead, where that is another.
function logNameInStack(stack, shape, name) {
  let length = name.length;
  let fallback = 'Error';
  if (shape.maker === null) {
    const found = regexpExec(logStackHead, stack) ?? regexpExec(logStackName, stack);
    length = found === null ? 0 : found[1].length;
    if (found !== null) fallback = found[1];
  } else {
    const after = stack[length];
    if (!stringEndsWith(name, 'Error') || !stringStartsWith(stack, name)) return stack;
    if (after !== undefined && after !== ':' && after !== '\n') return stack;
  }
  const shown = stringSlice(logPrefix(shape.maker, shape.tag, fallback), 0, -1);
  if (name === shown) return stack;
  if (!stringIncludes(shown, name)) return `${shown} [${name}]${stringSlice(stack, length)}`;
  return length === 0 ? `${shown}: ${stack}` : `${shown}${stringSlice(stack, length)}`;
}

// Where at least four frames in a row are the cause's too: { start, length } of the first such row, else undefined.
function logSharedFrames(frames, causeFrames) {
  for (let start = 0; start < frames.length - 3; start += 1) {
    const other = arrayIndexOf(causeFrames, frames[start]);
    if (other === -1) continue;
    let length = 1;
    const end = min(frames.length - start, causeFrames.length - other);
    while (length < end && frames[start + length] === causeFrames[other + length]) length += 1;
    if (length > 3) return { start, length };
  }
  return undefined;
}

function logFrames(error, text) {
  const frames = stringSplit(text, '\n');
  const cause = getOwnPropertyDescriptor(error, 'cause')?.value;
  if (cause === null || typeof cause !== 'object' || native.isProxy(cause)) return frames;
  const name = logRead(cause, 'name');
  const message = logRead(cause, 'message');
  if (!setHas(logErrorNames, logLineage(cause, 0).language) || !logIsText(name) || !logIsText(message)) return frames;
  const stack = logStackOf(cause, name, message);
  const start = stringIndexOf(stack, logFrameStart);
  if (start === -1) return frames;
  const shared = logSharedFrames(frames, stringSplit(stringSlice(stack, start + 1), '\n'));
  if (shared !== undefined) {
    const skipped = shared.length - 2;
    arraySplice(frames, shared.start + 1, skipped, `    ... ${skipped} lines matching cause stack trace ...`);
  }
  return frames;
}

// The properties of an error that its text does not show already.
function logErrorKeys(error, shown, stack) {
  const listed = arrayFilter(shown, key => {
    if (key !== 'name' && key !== 'message' && key !== 'stack') return true;
    const value = getOwnPropertyDescriptor(error, key).value;
    return !logIsText(value) || !stringIncludes(stack, `${value}`);
  });
  if (objectHasOwn(error, 'cause') && !arrayIncludes(listed, 'cause')) arrayPush(listed, 'cause');
  const errors = getOwnPropertyDescriptor(error, 'errors')?.value;
  if (!native.isProxy(errors) && isArray(errors) && !arrayIncludes(listed, 'errors')) arrayPush(listed, 'errors');
  return listed;
}

function logShapeError(shape, error, p) {
  const name = logRead(error, 'name');
  const message = logRead(error, 'message');
  if (!logIsText(name) || !logIsText(message)) {
    // V8 makes the text of a stack when it is first read, and asks the error for its name and message then.
    shape.base = `[${shape.maker ?? 'Error'}]`;
    return;
  }
  let stack = stringSlice(logStackOf(error, name, message), 0, max(p.room, 0));
  shape.keys = logErrorKeys(error, shape.keys, stack);
  stack = logNameInStack(stack, shape, name === undefined || name === null ? 'Error' : `${name}`);
  const at = message ? stringIndexOf(stack, `${message}`) : 0;
  const start = stringIndexOf(stack, logFrameStart, at > 0 ? at + `${message}`.length : 0);
  if (start === -1) stack = `[${stack}]`;
  else stack = `${stringSlice(stack, 0, start)}\n${arrayJoin(logFrames(error, stringSlice(stack, start + 1)), '\n')}`;
  shape.base = arrayJoin(stringSplit(stack, '\n'), `\n${stringRepeat(' ', p.indent)}`);
}
