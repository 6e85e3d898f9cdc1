// Deletes what a terminated vat kept, a bounded part of it at a time, in turns of the vat itself: so
// no crank of it runs meanwhile, and other vats have their turns in between. Where the kernel ends
// before it is done, the next one goes on: that the vat is terminated is all that need be known.
#pragma once

#include <cstddef>
#include <vector>

#include "kernel/effects.h"
#include "kernel/tables/records.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

enum class Progress : uint8_t { more, done };

// Deletes up to `limit` records of the vat's in `buffer`; what follows for promises is added to
// `effects`. The sources of an app's own vat stay, for vats that are made of them. When it is done,
// all that is left are these, the vat's name and its record.
Progress deleteSome(store::CrankBuffer& buffer, VatId vat, const VatRecord& record, size_t limit,
                    Effects& effects);

// What the record of a vat becomes when all else is deleted.
VatRecord goneRecord(const VatRecord& record);

}  // namespace keeve::kernel
