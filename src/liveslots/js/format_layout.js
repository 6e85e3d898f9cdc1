// Where the parts of a value go in the console: on one line, in columns, or a line each (as Node's util.inspect lays
// them out with `compact: 3`).

const logLevelsInLine = 3;  // so many levels of nesting may share a line
const logGap = 2;           // ", "
const logColumnsMax = 15;
const logListInColumns = 6;  // a list longer than this is put in columns

// How many columns make the entries of these widths look like a square, given that a letter is 2.5 times as high as wide;
// 1 where they are too long or too unequal to stand in columns.
function logColumnCount(widths, entryCount, widest, total, indent) {
  const step = widest + logGap;
  if (step * 3 + indent >= logLineWidth) return 1;
  if (total / step <= 5 && widest > 6) return 1;
  const bias = Math.sqrt(step - total / entryCount);
  const biased = max(step - 3 - bias, 1);
  return min(
    Math.round(Math.sqrt(2.5 * biased * widths.length) / biased),
    floor((logLineWidth - indent) / step),
    logLevelsInLine * 4,
    logColumnsMax,
  );
}

function logIsNumeric(value, count) {
  for (let n = 0; n < count; n += 1) {
    // Own data only: an entry that is an accessor, or beyond the elements, is no number.
    const type = typeof getOwnPropertyDescriptor(value, n)?.value;
    if (type !== 'number' && type !== 'bigint') return false;
  }
  return true;
}

// `output` (the entries of the list `value`) with several entries a line, or as it is. Numbers are aligned at their
// right, all else at its left. `hasMore`: the last entry is "... n more items", which keeps a line of its own.
function logColumns(p, output, value, hasMore) {
  const count = hasMore ? output.length - 1 : output.length;
  const widths = [];
  let total = 0;
  let widest = 0;
  for (let n = 0; n < count; n += 1) {
    const width = logWidth(output[n]);
    arrayPush(widths, width);
    total += width + logGap;
    widest = max(widest, width);
  }
  const columns = logColumnCount(widths, output.length, widest, total, p.indent);
  if (columns <= 1) return output;
  const room = [];
  for (let column = 0; column < columns; column += 1) {
    let most = 0;
    for (let n = column; n < count; n += columns) most = max(most, widths[n]);
    arrayPush(room, most);
  }
  const alignsRight = logIsNumeric(value, output.length);
  const lines = [];
  for (let start = 0; start < count; start += columns) {
    const end = min(start + columns, count);
    let line = '';
    for (let n = start; n < end; n += 1) {
      const isLast = n === end - 1;
      const pad = stringRepeat(' ', room[n - start] - widths[n]);
      const comma = isLast ? '' : ', ';
      if (alignsRight) line += pad + output[n] + comma;
      else line += output[n] + comma + (isLast ? '' : pad);
    }
    arrayPush(lines, line);
  }
  if (hasMore) arrayPush(lines, output[count]);
  return lines;
}

function logFitsLine(output, start) {
  let length = output.length + start;
  if (length + output.length > logLineWidth) return false;
  for (let n = 0; n < output.length; n += 1) {
    length += output[n].length;
    if (length > logLineWidth || stringIncludes(output[n], '\n')) return false;
  }
  return true;
}

// The whole text of an object whose parts are `output`. `level` is how deep it stands, p.deepest how deep the object
// stands that was formatted last.
function logLayout(p, shape, output, level, value) {
  const lead = shape.base === '' ? shape.open : `${shape.base} ${shape.open}`;
  let parts = output;
  if (shape.isList && output.length > logListInColumns) {
    parts = logColumns(p, output, value, output.length > logItemsMax);
  }
  if (parts.length === output.length && p.deepest - level < logLevelsInLine) {
    const start = parts.length + p.indent + shape.open.length + shape.base.length + 10;
    if (!stringIncludes(shape.base, '\n') && logFitsLine(parts, start)) {
      return `${lead} ${arrayJoin(parts, ', ')} ${shape.close}`;
    }
  }
  const newline = `\n${stringRepeat(' ', p.indent)}`;
  return `${lead}${newline}  ${arrayJoin(parts, `,${newline}  `)}${newline}${shape.close}`;
}
