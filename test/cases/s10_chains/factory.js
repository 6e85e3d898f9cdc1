// §10 the vat that makes what messages are pipelined to
export const buildRootObject = (_powers, _parameters) => {
  const log = [];
  const stage = path => Far('stage', {
    to(name) { log.push(`${path}>${name}`); return stage(`${path}${name}`); },
    async slowTo(name) { await null; await null; log.push(`${path}~${name}`); return stage(`${path}${name}`); },
    path() { return path; },
    fails() { throw Error(`broken at "${path}"`); },
    data() { return { path }; },
    call() { return Far('call', x => `${path}(${x})`); },
    askThrough(other, name) { return E(other).pass(stage(path), name); },
    log() { return log.splice(0); },
  });
  return stage('');
};
