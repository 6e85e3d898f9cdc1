#include "host/process_engine.h"

#include "engine/engine.h"
#include "liveslots/liveslots_worker.h"

namespace keeve::host {

namespace {

struct ProcessEngine {
  engine::Engine engine{liveslots::snapshot()};
  liveslots::LiveslotsFactory factory{engine};
};

}  // namespace

VatWorkerFactory& processWorkers() {
  static ProcessEngine process;
  return process.factory;
}

}  // namespace keeve::host
