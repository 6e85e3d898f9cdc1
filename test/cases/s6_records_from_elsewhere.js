// §6 what looks like a record but is none is refused: class instances, arguments, boxed primitives, null prototypes with methods
//$ run
//> instance: TypeError
//> arguments: TypeError
//> boxed: TypeError
//> error with data: fine
//> weak things: TypeError,TypeError
//> promise with data: TypeError
//> array of a class: TypeError
//> generator: TypeError
//> buffer: TypeError
//> module: TypeError
//> globalThis: TypeError

import * as far from '@endo/far';

const store = makeStore('name');
const outcome = value => {
  try {
    store.init(store.getSize(), value);
    return 'fine';
  } catch (error) {
    return error.name;
  }
};
class Point {
  constructor() { this.x = 1; }
  move() {}
}
console.log(`instance: ${outcome(new Point())}`);
console.log(`arguments: ${outcome((function f() { return arguments; })(1))}`);
console.log(`boxed: ${outcome(Object(5))}`);
console.log(`error with data: ${outcome(Object.assign(Error('x'), {}))}`);
console.log(`weak things: ${outcome(new WeakMap())},${outcome(new WeakSet())}`);
console.log(`promise with data: ${outcome(Object.assign(Promise.resolve(), { x: 1 }))}`);
console.log(`array of a class: ${outcome(new (class Stack extends Array {})())}`);
console.log(`generator: ${outcome((function* g() {})())}`);
console.log(`buffer: ${outcome(new ArrayBuffer(2))}`);
console.log(`module: ${outcome(far)}`);
console.log(`globalThis: ${outcome(globalThis)}`);
