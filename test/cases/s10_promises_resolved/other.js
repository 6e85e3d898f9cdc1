// §10 the vat that promises are settled to
export const buildRootObject = () => {
  const heard = [];
  const thing = Far('thing', { say(word) { heard.push(word); return heard.length; }, heard: () => heard.splice(0) });
  return Far('other', { give: () => thing, thing: () => thing });
};
