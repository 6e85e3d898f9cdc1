// §10 messages to one object run in the order in which they were sent, after the turn that sent them
//$ run
//> sent
//> 1,2,3,4
//> by way of promises: 5,6,7

const heard = [];
const ear = Far('ear', {
  hear(word) {
    heard.push(word);
    return ear;
  },
});
for (const word of [1, 2, 3, 4]) {
  E(ear).hear(word);
}
console.log(heard.length === 0 ? 'sent' : 'heard too early');
await E(ear).hear(0);
heard.pop();
console.log(heard.join());
heard.length = 0;
const promised = Promise.resolve(ear);
E(promised).hear(5);
E(promised).hear(6);
await E(promised).hear(7);
console.log(`by way of promises: ${heard.join()}`);
