// §11 recursion without end is a RangeError of the vat, which keeps its heap
//$ run
//$ call -
//< main next
//< main recurse
//< main next
//< main caught
//< main next
//> 1
//~ ! .*RangeError: .*stack.*
//> 2
//> true
//> 3
//= 1

let variable = 0;
const down = n => down(n + 1) + 1;

export const buildRootObject = () =>
  Far('root', {
    next() {
      variable += 1;
      return variable;
    },
    recurse() {
      return down(0);
    },
    caught() {
      try {
        return down(0);
      } catch (error) {
        return error instanceof RangeError;
      }
    },
  });
