// What vat code sees that reads everything it can reach (`visit` in gc-objects.js), and what the graph says that
// it should see.
//
//   numbers := what*     for each thing, in the order of a queue
//   what    := serial            a node of the vat
//            | -2 size           a strong store
//            | -3                a weak store
//            | -1                what is another vat's, or dead; it stands in `foreign` too
//            | -4 serial         a fulfilled promise
//            | -5                one that was not fulfilled
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "campaign/graph.h"
#include "campaign/vat_kernel.h"

namespace keeve::campaign {

// Has every vat read all that can be reached, over the borders of vats too. Requires that the vats'
// heaps hold nothing. Throws VatFailed where something else comes out than the graph says.
void readEverything(const Graph& graph, VatKernel& vats);

}  // namespace keeve::campaign
