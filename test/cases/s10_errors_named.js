// §10 errors arrive with name and message, and without the stack
//$ run
//$ call main fail TypeError
//! TypeError: the reason
//$ call main fail RangeError
//! RangeError: the reason
//$ call main fail Error
//! Error: the reason
//$ call main fail own
//! Overdraft: the reason
//$ call main later
//! SyntaxError: later

const kinds = { TypeError, RangeError, Error };

export const buildRootObject = () =>
  Far('root', {
    fail(which) {
      if (which !== 'own') {
        throw kinds[which]('the reason');
      }
      const error = Error('the reason');
      error.name = 'Overdraft';
      throw error;
    },
    async later() {
      await null;
      throw SyntaxError('later');
    },
  });
