// The part of `keeve check` that counts anew what the collector goes by (records.h): for each vat what vat_counts.h
// says, and for each object that vats have of each other how many of them can reach it and how many only
// recognize it. A walk of its own over the whole store, a vat after another; of vats that have ended only what
// they still have of others counts.
#pragma once

#include "kernel/inspect/check.h"
#include "store/store.h"

namespace keeve::kernel {

void checkCounts(const store::Store& store, CheckReport& report);

}  // namespace keeve::kernel
