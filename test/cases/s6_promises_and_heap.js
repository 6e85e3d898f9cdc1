// §6 §8.3 promises and objects of the heap live in state as long as the incarnation; what reads them later gets a rejection
//$ run
//> in this life: same true, 42, same true, pong
//$ call main settled
//> [42,"Error: no luck",["list",7]]
//$ call main pending
//> ["vat main restarted","vatRestarted","number",true]
//$ call main heap
//> ["vat main restarted","vatRestarted","number"]
//$ call main storedError
//> ["vatRestarted","vat main restarted","number"]

const kept = makeStore('name');
const shown = error => [error.message, error.name, typeof error.incarnation];

export const buildRootObject = () =>
  Far('root', {
    async bootstrap() {
      const promise = Promise.resolve(42);
      const ping = { ping() { return 'pong'; } };
      const rejected = Promise.reject(Error('no luck'));
      rejected.catch(() => {});
      kept.init('promise', promise);
      kept.init('rejected', rejected);
      kept.init('later', Promise.resolve().then(() => ['list', 7]));
      kept.init('never', new Promise(() => {}));
      kept.init('ping', ping);
      const sameObject = kept.get('ping') === ping;
      console.log(`in this life: same ${kept.get('promise') === promise}, ${await kept.get('promise')}, same ${sameObject}, ${await E(kept.get('ping')).ping()}`);
    },
    async settled() {
      return [await kept.get('promise'), await kept.get('rejected').catch(error => `${error}`), await kept.get('later')];
    },
    pending() {
      return kept.get('never').then(() => 'fulfilled', error => [...shown(error), error instanceof Error]);
    },
    async heap() {
      const error = await E(kept.get('ping')).ping().catch(reason => reason);
      kept.init('error', error);
      return shown(error);
    },
    storedError() {
      const error = kept.get('error');
      return [error.name, error.message, typeof error.incarnation];
    },
  });
