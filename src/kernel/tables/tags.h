// The tag of the kind that an object is of (SPEC §3.4), found in the records of the vat that owns
// it.
#pragma once

#include <string>

#include "kernel/tables/kref.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

// "" where the object is of no kind, or is not known.
std::string kindTag(store::CrankBuffer& buffer, const Kref& ref);

}  // namespace keeve::kernel
