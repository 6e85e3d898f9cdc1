// §8.3 the vat that goes on
const shown = error => `${error.name} ${error.incarnation}: ${error.message}`;
const outcome = promise => E.when(promise, value => `${value}`, shown);
export const buildRootObject = () => Far('root', {
  async bootstrap({ other }) {
    const [thing, heap, { it }] = await Promise.all([E(other).thing(), E(other).heap(), E(other).pending()]);
    const result = E(other).result();
    const ahead = E(result).say('ahead');
    const watched = outcome(it);
    let mine = 0;
    const own = Far('own', { inc() { mine += 1; } });
    const stopped = E(other).spin(own);
    const behind = E(other).ping();
    const pipelined = E(stopped).say('to nobody');
    console.log(`stopped: ${await outcome(stopped)}`);
    console.log(`behind it: ${await outcome(behind)}`);
    console.log(`pipelined to it: ${await outcome(pipelined)}`);
    console.log(`its promise: ${await watched}`);
    console.log(`its result: ${await outcome(result)}`);
    console.log(`sent to its result: ${await outcome(ahead)}`);
    console.log(`its heap object: ${await outcome(E(heap).say('hello'))}`);
    console.log(`its virtual object: ${await outcome(E(thing).inc())}`);
    console.log(`undone with the crank: ${mine}`);
    console.log(`a new heap: ${await E(other).settle()}`);
  },
});
