// Vats in this process: a VatWorker on an isolate of its own (protocol/worker.h). What vat code can observe is JavaScript
// (js/), restored from the startup snapshot; this side feeds it deliveries and looks after its limits.
#pragma once

#include <memory>
#include <string_view>

#include "protocol/worker.h"

namespace keeve::engine {
class Engine;
}

namespace keeve::liveslots {

class SpareHeap;

// The startup snapshot that the engine of such vats is made with.
std::string_view snapshot();

// Makes workers of one engine, which must outlive them.
class LiveslotsFactory : public VatWorkerFactory {
 public:
  explicit LiveslotsFactory(engine::Engine& engine);
  ~LiveslotsFactory() override;
  std::unique_ptr<VatWorker> make(const VatSettings& settings) override;
  void expect(const VatSettings& settings) override;

 private:
  const std::unique_ptr<SpareHeap> spare_;
};

}  // namespace keeve::liveslots
