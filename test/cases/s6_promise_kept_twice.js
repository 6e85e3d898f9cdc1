// §6 a settled promise that was stored in several places, or in its own value, lasts with what it was settled with
//$ run
//> kept
//$ run
//> 7, 7, same
//> {"deep":[8]}, Error: no
//> itself: same

export const buildRootObject = async (_powers, _parameters, baggage) => {
  const store = makeStore('place');
  if (store.getSize() === 0) {
    const seven = Promise.resolve(7);
    store.init('a', seven);
    store.init('b', [seven]);
    baggage.init('seven', seven);
    const deep = Promise.resolve({ deep: [8] });
    store.init('c', { one: deep, other: deep });
    const bad = Promise.reject(Error('no'));
    store.init('d', bad);
    store.set('d', [bad]);
    let settle;
    const itself = new Promise(resolve => {
      settle = resolve;
    });
    settle({ itself });
    baggage.init('itself', itself);
    console.log('kept');
  } else {
    const [again] = store.get('b');
    const isSame = again === store.get('a') && again === baggage.get('seven');
    console.log(`${await again}, ${await baggage.get('seven')}, ${isSame ? 'same' : 'not the same'}`);
    const reason = await store.get('d')[0].catch(error => error);
    console.log(`${JSON.stringify(await store.get('c').other)}, ${reason}`);
    const { itself } = await baggage.get('itself');
    console.log(`itself: ${itself === baggage.get('itself') ? 'same' : 'not the same'}`);
  }
  return Far('root', {});
};
