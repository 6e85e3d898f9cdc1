// §10 HandledPromise with handlers: pending ones, presences, send-only traps, forwarding from one to another, and order
//$ run
//> new is needed: true
//> bad handlers: true true
//> pending: get:a,1 applyMethod:b(2) applyFunction:(3)
//> the traps' third or fourth argument is the result: true
//> send-only traps: applyMethodSendOnly:quiet applyMethod:other
//> get and then a call: 30
//> a trap that throws: no such thing
//> a missing trap waits: 5
//> a presence: meth of it, true
//> a presence is resolved by resolve: true
//> E of a presence: meth get call
//> a presence is passable: remotable
//> a presence in a store: meth true
//> without a handler messages wait: one,two,three
//> forwarded: late:x,late:y,late:z
//> forwarded twice: far:1
//> results are pipelined: a.b.c
//> to itself: TypeError
//> each to the other: nothing
//> resolved once: 1
//> the executor throws: TypeError: oh
//> all: [ 1, 2 ]
//> symbols: true
//> apply: 3 3 12 undefined

const seen = [];
const logging = {
  get(target, name, result) { seen.push(`get:${name},${arguments.length - 2}`); return { name, result }; },
  applyMethod(target, name, args, result) { seen.push(`applyMethod:${name}(${args})`); return { result }; },
  applyFunction(target, args, result) { seen.push(`applyFunction:(${args})`); return { result }; },
};
const never = handler => new HandledPromise(() => {}, handler);
const failure = async act => { try { return await act(); } catch (error) { return error; } };

console.log(`new is needed: ${(await failure(() => HandledPromise(() => {}))) instanceof TypeError}`);
console.log(`bad handlers: ${(await failure(() => never(5))) instanceof TypeError} ${
  (await failure(() => new HandledPromise((_1, _2, withPresence) => withPresence('none')))) instanceof TypeError}`);

{
  const it = never(logging);
  const results = [E.get(it).a, E(it).b(2), E(it)(3)];
  const answers = await Promise.all(results);
  console.log(`pending: ${seen.splice(0).join(' ')}`);
  console.log(`the traps' third or fourth argument is the result: ${answers.every((answer, i) => answer.result === results[i])}`);
}
{
  const it = never({
    applyMethod(_, name) { seen.push(`applyMethod:${name}`); },
  });
  const both = never({ applyMethod() { seen.push('wrong'); }, applyMethodSendOnly(_, name) { seen.push(`applyMethodSendOnly:${name}`); } });
  E.sendOnly(both).quiet();
  await HandledPromise.applyMethodSendOnly(it, 'other', []);
  await null;
  console.log(`send-only traps: ${seen.splice(0).join(' ')}`);
}
{
  const it = never({ get: (_, name) => x => (name === 'times' ? x * 3 : 0), applyFunction() { throw Error('no such thing'); } });
  console.log(`get and then a call: ${await E(it).times(10)}`);
  console.log(`a trap that throws: ${(await failure(() => E(it)(1))).message}`);
}
{
  let resolve;
  const it = new HandledPromise(done => { resolve = done; }, {});
  const waits = E(it).five();
  resolve({ five: () => 5 });
  console.log(`a missing trap waits: ${await waits}`);
}
{
  let presence;
  const handler = { applyMethod: (target, name) => `${name} of it, ${target === presence}`, get: () => 'get', applyFunction: () => 'call' };
  const it = new HandledPromise((_1, _2, withPresence) => { presence = withPresence(handler); });
  console.log(`a presence: ${await E(it).meth()}`);
  console.log(`a presence is resolved by resolve: ${(await it) === presence && (await HandledPromise.resolve(presence)) === presence}`);
  console.log(`E of a presence: ${(await E(presence).meth()).slice(0, 4)} ${await E.get(presence).x} ${await E(presence)()}`);
  const { passStyleOf } = await import('@endo/far');
  console.log(`a presence is passable: ${passStyleOf(presence)}`);
  const store = makeStore('presence');
  store.init('it', presence);
  console.log(`a presence in a store: ${(await E(store.get('it')).meth()).slice(0, 4)} ${store.get('it') === presence}`);
}
{
  let resolve;
  const order = [];
  const it = new HandledPromise(done => { resolve = done; });
  E(it).say('one');
  await null;
  E(it).say('two');
  resolve({ say: word => { order.push(word); } });
  await E(it).say('three');
  console.log(`without a handler messages wait: ${order}`);
}
{
  let resolve;
  const order = [];
  const late = never({ applyMethod: (_, name) => { order.push(`late:${name}`); } });
  const it = new HandledPromise(done => { resolve = done; });
  E(it).x();
  await null;
  E(it).y();
  resolve(late);
  await E(it).z();
  console.log(`forwarded: ${order}`);
}
{
  const far = never({ applyMethod: (_, _name, [x]) => `far:${x}` });
  const middle = new HandledPromise(done => { Promise.resolve().then(() => done(far)); }, { applyMethod: () => 'middle' });
  const it = new HandledPromise(done => done(middle));
  await null;
  await null;
  console.log(`forwarded twice: ${await E(it).m(1)}`);
}
{
  const stage = path => never({ applyMethod: (_, name) => (name === 'c' ? `${path}c` : stage(`${path}${name}.`)) });
  console.log(`results are pipelined: ${await E(E(E(stage('')).a()).b()).c()}`);
}
{
  let resolve;
  const it = new HandledPromise(done => { resolve = done; });
  resolve(it);
  console.log(`to itself: ${(await failure(() => E(it).m())).name}`);
}
{
  let resolveA;
  let resolveB;
  const a = new HandledPromise(done => { resolveA = done; });
  const b = new HandledPromise(done => { resolveB = done; });
  let said = 'nothing';
  E(a).m().then(() => { said = 'something'; }, () => { said = 'something'; });
  resolveA(b);
  resolveB(a);
  E(b).m();
  for (let i = 0; i < 100; i += 1) await null;
  console.log(`each to the other: ${said}`);
}
{
  const it = new HandledPromise((done, fail) => { done(1); done(2); fail(Error('late')); });
  console.log(`resolved once: ${await it}`);
}
console.log(`the executor throws: ${await failure(() => new HandledPromise(() => { throw TypeError('oh'); }))}`);
console.log('all:', await HandledPromise.all([1, Promise.resolve(2)]));
{
  const it = never({ applyMethod: (_, name) => name === Symbol.iterator });
  console.log(`symbols: ${await E(it)[Symbol.iterator]()}`);
}
{
  const target = { three: 3, add(a, b) { return a + b; } };
  console.log(`apply: ${await HandledPromise.applyMethod(target, 'add', [1, 2])} ${await HandledPromise.get(target, 'three')} ${
    await HandledPromise.applyFunction(x => x * 4, [3])} ${HandledPromise.getSendOnly(target, 'three')}`);
}
