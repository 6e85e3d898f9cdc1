// §8.3 each start is a new incarnation: variables begin anew, the store does not, parameters and root stay
//$ run
//> start 1, variable 0
//$ call main count
//> [1,2]
//$ call main count
//> [1,3]
//$ run
//> start 4, variable 0

const starts = makeStore('name');
starts.has('n') ? starts.set('n', starts.get('n') + 1) : starts.init('n', 1);
let variable = 0;

export const buildRootObject = () => {
  if (starts.get('n') % 3 === 1) {
    console.log(`start ${starts.get('n')}, variable ${variable}`);
  }
  return Far('root', {
    count() {
      variable += 1;
      return [variable, starts.get('n')];
    },
  });
};
