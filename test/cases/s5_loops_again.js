// §5 what keys() gives can be looped over again, each time from the start, and walked step by step
//$ run
//> 1,2 1,2
//> 1,2,3 a,b,c
//> {"value":1,"done":false} {"value":2,"done":false} 3 {"done":true}

const store = makeStore('number');
store.init(1, 'a');
store.init(2, 'b');
const keys = store.keys();
const values = store.values();
console.log([...keys].join(), [...keys].join());
store.init(3, 'c');
console.log([...keys].join(), [...values].join());
const steps = store.keys();
console.log(JSON.stringify(steps.next()), JSON.stringify(steps.next()), [...steps].join(), JSON.stringify(steps.next()));
