// §2 code that is no module says where: file and line
//$ run
//! SyntaxError
//! s2_syntax_error.js:6

const fine = 1; const not fine = 2;
