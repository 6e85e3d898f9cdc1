export const buildRootObject = () => {
  const store = makeStore('list');
  return Far('small', {
    give: length => Array(length).fill(1),
    keep(length) {
      store.init('list', Array(length).fill(1));
      return store.get('list').length;
    },
    hardened: length => Object.isFrozen(harden(Array(length).fill(1))),
    odd() {
      const list = Array(2000).fill(1);
      list.extra = 1;
      try {
        store.init('odd', list);
      } catch (error) {
        return error.message;
      }
      return 'taken';
    },
    shared() {
      let list = [];
      for (let i = 0; i < 1100; i += 1) list = [list, list];
      try {
        store.init('shared', list);
      } catch (error) {
        return error.message.slice(-35);
      }
      return 'taken';
    },
    longKey: () => store.has('x'.repeat(6e6)),
  });
};
