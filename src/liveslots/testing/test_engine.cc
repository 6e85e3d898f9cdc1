#include "liveslots/testing/test_engine.h"

#include "liveslots/liveslots_worker.h"

namespace keeve::liveslots::testing {

engine::Engine& testEngine() {
  static engine::Engine engine(snapshot());
  return engine;
}

}  // namespace keeve::liveslots::testing
