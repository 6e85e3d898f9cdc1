// V8 as this process has it, for all kernels that it opens, one after another or at once: started
// with the first, since tools that only look at a store need none, and ended with the process, since
// V8 cannot be started twice.
#pragma once

#include "protocol/worker.h"

namespace keeve::host {

// Lives until the process ends.
VatWorkerFactory& processWorkers();

}  // namespace keeve::host
