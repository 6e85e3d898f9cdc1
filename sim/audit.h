// What holds in a simulated store at any moment, since whatever is there was left by whole cranks: `keeve check` finds
// nothing; all money is somewhere, and each transfer's in one place; what a vat's notes say it sent to another and the
// other did not hear is in the queue, in order; and what the outside world was told is there.
#pragma once

#include "sim/world.h"
#include "store/store.h"

namespace keeve::sim {

void auditStore(const store::Store& store, World& world);

// When nothing is left to do, and vats have settled what they can: no delivery is left, and whoever waits for a promise
// has heard of it. Undecided are only promises that wait for each other (where what settles a promise was sent to it).
void auditEnd(const store::Store& store, World& world);

}  // namespace keeve::sim
