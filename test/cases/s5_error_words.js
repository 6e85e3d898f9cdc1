// §5.3 the exact words of a store's errors, by key name and key
//$ run
//> "name" not found: "x"
//> "name" not found: "say \"x\""
//> "name" not found: 5
//> "name" not found: true
//> "name" not found: null
//> "name" not found: [Alleged: ticket]
//> "name" not found: [Alleged: teapot]
//> "name" already registered: "x"
//> "name" already registered: 5
//> "name" already registered: [Alleged: ticket]
//> "ticket" not found: [Alleged: ticket]
//> "ticket" not found: [Alleged: teapot]
//> "ticket" not found: 5
//> "ticket" not found: "x"
//> "ticket" already registered: [Alleged: ticket]
//> "key" not found: "x"
//> "key" not found: [Alleged: ticket]
//> set: "name" not found: "y", delete: "name" not found: "y"

const makeTicket = makeKind(function ticket(state) {
  return { init() { state.n = 0; }, self: {} };
});
const message = act => {
  try {
    return `no error but ${act()}`;
  } catch (error) {
    return error.message;
  }
};
const ticket = makeTicket();
const teapot = Far('teapot', { pour() {} });
const strong = makeStore('name');
const weak = makeWeakStore('ticket');
for (const key of ['x', 'say "x"', 5, true, null, ticket, teapot]) {
  console.log(message(() => strong.get(key)));
}
for (const key of ['x', 5, ticket]) {
  strong.init(key, 1);
  console.log(message(() => strong.init(key, 2)));
}
for (const key of [ticket, teapot, 5, 'x']) {
  console.log(message(() => weak.get(key)));
}
weak.init(ticket, 1);
console.log(message(() => weak.init(ticket, 2)));
console.log(message(() => makeStore().get('x')));
console.log(message(() => makeWeakStore().get(ticket)));
console.log(`set: ${message(() => strong.set('y', 1))}, delete: ${message(() => strong.delete('y'))}`);
