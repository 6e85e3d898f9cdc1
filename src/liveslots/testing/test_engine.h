// The one engine of this room's test program, with the vats' snapshot: V8 starts once in a process.
#pragma once

#include "engine/engine.h"

namespace keeve::liveslots::testing {

engine::Engine& testEngine();

}  // namespace keeve::liveslots::testing
