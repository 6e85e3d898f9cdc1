// §2 a name with a NUL in it is the name of no file; what is imported is a module of the vat's or nothing
//$ run
//> refused: the name of a file has no NUL
//> refused: the name of a file has no NUL
//> refused: '' is no name of a package
//> refused: a vat imports relative files, packages and built-in modules
//> refused: a vat imports relative files, packages and built-in modules

const names = ['./s2_import_of_odd_names.js\0.js', './s2_import_of_odd_names.js\0', '', '/etc/hostname', 'node:fs'];
for (const name of names) {
  await import(name).then(
    () => console.log(`imported ${JSON.stringify(name)}`),
    error => console.log(`refused: ${error.message.split(': ').slice(1).join(': ').replace(/ \(.*/, '')}`));
}
