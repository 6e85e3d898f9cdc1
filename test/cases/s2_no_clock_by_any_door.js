// §2 without the grant there is no way round to the clock or to chance, and what needs neither works
//$ run
//> Date as a function: TypeError
//> Reflect.construct: TypeError
//> a class of its own: TypeError
//> by a date's constructor: TypeError
//> through eval: TypeError
//> Math.random through eval: TypeError
//> 1969-12-31T23:59:59.999Z NaN 86400000 0
//> [object Math] 2 function

const refused = (label, act) => {
  try {
    console.log(`${label}: it gave ${act()}`);
  } catch (error) {
    console.log(`${label}: ${error instanceof TypeError ? 'TypeError' : error}`);
  }
};
refused('Date as a function', () => Date());
refused('Reflect.construct', () => Reflect.construct(Date, []));
refused('a class of its own', () => new (class Day extends Date {})());
refused("by a date's constructor", () => new (new Date(0).constructor)());
refused('through eval', () => (0, eval)('Date.now()'));
refused('Math.random through eval', () => (0, eval)('Math.random()'));
console.log(`${new Date(-1).toISOString()} ${new Date(NaN).getTime()} ${Date.UTC(1970, 0, 2)} ${Date.parse('1970-01-01T00:00:00Z')}`);
console.log(`${Math} ${Math.sqrt(4)} ${typeof Math.random}`);
