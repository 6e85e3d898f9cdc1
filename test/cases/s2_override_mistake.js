// §2 own properties may shadow frozen inherited ones by assignment
//$ run
//> mine by toString
//> BadLuck: out of milk
//> joined by hand
//> 5 6 7
//> mine, not theirs
//> a constructor of my own
//> still native: [object Object] a,b Error: x

const thing = {};
thing.toString = () => 'mine by toString';
console.log(`${thing}`);

const error = Error('out of milk');
error.name = 'BadLuck';
console.log(`${error}`);

const list = ['a', 'b'];
list.join = () => 'joined by hand';
console.log(list.join());

const values = { valueOf: null, hasOwnProperty: null, constructor: null };
const late = {};
for (const [index, name] of Object.keys(values).entries()) {
  late[name] = index + 5;
}
console.log(Object.values(late).join(' '));

function Old() {}
Old.prototype.toString = function toString() { return this.word; };
const old = new Old();
old.word = 'mine, not theirs';
console.log(`${old}`);
Old.prototype.constructor = 'a constructor of my own';
console.log(old.constructor);

console.log(`still native: ${{}} ${['a', 'b']} ${Error('x')}`);
