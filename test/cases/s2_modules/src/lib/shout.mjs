export const shout = word => `${word.toUpperCase()}!`;
export default shout;
export let count = 0;
count += 1;
