// §3.1 an instance with no init has no state properties, and cannot get any
//$ run
//> [] and []
//> adding: TypeError
//$ call main find
//> "still here, []"

const makeBare = makeKind(function bare(state) {
  return {
    self: {
      names() {
        return JSON.stringify(Object.keys(state));
      },
      add() {
        state.x = 1;
      },
    },
  };
});
const bares = makeStore('name');

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      const bare = makeBare();
      bares.init('it', bare);
      console.log(`${bare.names()} and ${makeBare(1, 2).names()}`);
      try {
        bare.add();
      } catch (error) {
        console.log(`adding: ${error.name}`);
      }
    },
    find() {
      return `still here, ${bares.get('it').names()}`;
    },
  });
