// §11 a vat whose start does not end
console.log('never to be seen');
for (;;);
