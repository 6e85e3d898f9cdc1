// §3.3 init makes instances of any kind, keeps itself in stores and hands itself on, before it is complete
//$ run
//> child knows its parent: true
//> the parent knows its children: 3
//> by the store, from within init: true
//$ call main again
//> [true,3,"c"]

const register = makeStore('name');
const makeChild = makeKind(function child(state) {
  return {
    init(parent, name) {
      state.parent = parent;
      state.name = name;
    },
    self: {
      parent() { return state.parent; },
      name() { return state.name; },
    },
  };
});
const makeParent = makeKind(function parent(state) {
  const self = {
    children() { return state.children; },
    met() { return state.met; },
  };
  return {
    init(...names) {
      register.init('parent', self);
      state.met = register.get('parent') === self;
      state.children = names.map(name => makeChild(self, name));
    },
    self,
  };
});

export const buildRootObject = () =>
  Far('root', {
    bootstrap() {
      const parent = makeParent('a', 'b', 'c');
      console.log(`child knows its parent: ${parent.children()[1].parent() === parent}`);
      console.log(`the parent knows its children: ${parent.children().length}`);
      console.log(`by the store, from within init: ${parent.met()}`);
    },
    again() {
      const parent = register.get('parent');
      const children = parent.children();
      return [children[2].parent() === parent, children.length, children[2].name()];
    },
  });
