// The one engine of the program, made when it is first asked for.
#pragma once

#include "engine/engine.h"
#include "liveslots/liveslots_worker.h"

namespace keeve::bench {

inline engine::Engine& microEngine() {
  static engine::Engine engine(liveslots::snapshot());
  return engine;
}

}  // namespace keeve::bench
