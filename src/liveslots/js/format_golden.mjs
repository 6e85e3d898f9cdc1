// Compares the console formatter of vat code (format.js) with Node's own, and writes src/liveslots/format.golden, which
// holds what Node prints for many expressions. A tool for whoever changes the formatter; nothing else needs Node.
//
//   node format_golden.mjs                    writes the golden file
//   node format_golden.mjs check SEED COUNT   compares COUNT random values, and all cases of the golden file
import fs from 'node:fs';
import { format, inspect, types } from 'node:util';
import { cases, ownCases, randomCase, randomFrom } from './format_cases.mjs';

const here = name => new URL(name, import.meta.url);
const chunks = ['text', 'layout', 'name', 'error', 'shape', 'log'].map(name => `format_${name}.js`);
const sources = ['../../engine/js/primordials.js', ...chunks, 'format.js'].map(name => fs.readFileSync(here(name), 'utf8'));
const native = {
  isProxy: types.isProxy,
  promiseState: value => {
    if (!types.isPromise(value)) return undefined;
    const text = inspect(value);
    if (text.includes('<pending>')) return 'pending';
    return text.includes('<rejected>') ? 'rejected' : 'fulfilled';
  },
};
const formatLog = new Function('native', `'use strict';\n${sources.join('\n')}\nreturn formatLog;`)(native);

// The arguments that the text of a case stands for.
const evaluate = text => (0, eval)(`[${text}]`);

function fault(text, want = format(...evaluate(text))) {
  const got = formatLog(evaluate(text));
  return want === got ? undefined : `$ ${text}\n--- node\n${want}\n--- keeve\n${got}\n`;
}

function check(seed, count) {
  const random = randomFrom(seed);
  let faults = 0;
  const texts = [...cases, ...Array.from({ length: count }, () => randomCase(random)), ...ownCases];
  for (const text of texts) {
    const said = typeof text === 'string' ? fault(text) : fault(...text);
    if (said !== undefined && (faults += 1) <= 10) console.log(said);
  }
  console.log(`seed ${seed}: ${texts.length} cases, ${faults} differ`);
  process.exitCode = faults === 0 ? 0 : 1;
}

function block(text, shown) {
  const lines = shown.split('\n').map(line => `>${line === '' ? '' : ` ${line}`}\n`);
  return `$ ${text}\n${lines.join('')}`;
}

function write() {
  const random = randomFrom(20);
  const texts = [...cases, ...Array.from({ length: 350 }, () => randomCase(random))];
  const shown = ownCases.filter(([, text]) => text.length < 1000);
  fs.writeFileSync(
    here('../format.golden'),
    [
      `# What Node ${process.version} prints for console.log(EXPRESSIONS): "$ EXPRESSIONS", then each line after "> ".\n`,
      ...texts.map(text => block(text, format(...evaluate(text)))),
      '# What is shown otherwise than Node shows it.\n',
      ...shown.map(([text, want]) => block(text, want)),
    ].join(''),
  );
}

if (process.argv[2] === 'check') check(Number(process.argv[3]), Number(process.argv[4]));
else write();
