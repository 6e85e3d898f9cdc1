export const buildRootObject = () =>
  Far('echo', {
    echo: value => value,
    never: () => new Promise(() => {}),
  });
