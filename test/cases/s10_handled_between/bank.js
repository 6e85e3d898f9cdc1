export const buildRootObject = () => {
  let heard = [];
  const purse = Far('purse', {
    hear(what) {
      heard.push(what);
      return what;
    },
    heard() {
      const all = heard.join(' ');
      heard = [];
      return all;
    },
  });
  return Far('bank', { purse: () => purse });
};
