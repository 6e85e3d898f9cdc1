// §2 code that throws while it starts says so with file and line, and exits 1
//$ run
//! the reason
//! s2_top_level_throws.js:9

const deep = () => {
  const pad = 1;
  // the line that the error names
  throw TypeError(`the reason ${pad}`);
};
deep();
