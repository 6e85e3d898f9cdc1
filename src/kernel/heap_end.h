// What becomes of a vat's names when its heap is gone (SPEC §8.3): promises that it would have
// decided are rejected, its heap objects are dead, and no promise has a name in it any more.
// Virtual objects, stores, the root and what it imports keep theirs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernel/effects.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

// Ends the names in `buffer`, which touches the vat's own keys only; what follows for promises is
// added to `effects`. `incarnation` is the one that begins.
void endHeap(store::CrankBuffer& buffer, VatId vat, std::string_view vatName, uint64_t incarnation,
             Effects& effects);

// Ends the vat's name of one promise: `record` is the c-list's.
void endPromiseName(store::CrankBuffer& buffer, VatId vat, const store::Record& record,
                    const std::string& reasonBody, Effects& effects);

}  // namespace keeve::kernel
