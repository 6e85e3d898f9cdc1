// `vatPowers`, what buildRootObject gets first.
let isEnding = false;

// Ends the vat when the crank has committed; the first word stands.
function endVat(verb, failed, value) {
  const refusal = admit(value);
  if (refusal !== undefined) throw new NativeTypeError(`cannot pass ${verb}()[0]${refusal.path}: ${refusal.reason}`);
  if (isEnding) return;
  isEnding = true;
  inLaterTurn(() => afterStart(() => {
    flushResolutions();
    startEncoding();
    forMessage = true;
    encode(value);
    native.exit(failed, position, refCount);
  }));
}

// `vatAdminId`: the import that lets the vat make others; undefined where it was not granted.
function makeVatPowers(vatAdminId) {
  const powers = {
    exitVat: (value = undefined) => endVat('exitVat', false, value),
    exitVatWithFailure: (reason = undefined) => endVat('exitVatWithFailure', true, reason),
  };
  if (vatAdminId !== undefined) powers.vatAdmin = bringBack(importClass, vatAdminId, 'Alleged: vatAdmin');
  return harden(powers);
}
