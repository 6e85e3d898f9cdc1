// §2 console.log replaces what starts with a percent sign in a first string as Node does
//$ run
//> Ann is 42 years, NaN and 1
//> 3.5 from 3.5kg, 12
//> a {} literal %% and %x, 100%
//> left over: %s
//> more follow: 1 [ 2 ] three
//> [ 'not a format %s' ] 1
//> {"a":[1,"b"]}
//> -0 10n undefined null Symbol(s)

console.log('%s is %d years, %d and %i', 'Ann', 42, 'x', 1.9);
console.log('%f from %s, %i', '3.5', '3.5kg', '12px');
console.log('a {} literal %% and %x, 100%');
console.log('left over: %s');
console.log('more follow: %d', 1, [2], 'three');
console.log(['not a format %s'], 1);
console.log('%j', { a: [1, 'b'] });
console.log('%s %s %s %s %s', -0, 10n, undefined, null, Symbol('s'));
