// A vat on a MemoryPort, as tests of this room use one: started, called, restarted.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "liveslots/liveslots_worker.h"
#include "liveslots/testing/memory_port.h"

namespace keeve::liveslots::testing {

class TestVat {
 public:
  // `code` is the vat's module; `limits` can make its cache tiny.
  explicit TestVat(std::string code, VatLimits limits = {});

  // A new incarnation. The lines that it printed, or "! error".
  std::vector<std::string> start();

  // Calls a method of the root; `arguments` are integers or strings. The lines printed and then the result as the vat's
  // console shows it ("= 5"), or "! error"; "fault: …" after which start() must come next.
  std::vector<std::string> call(const std::string& method,
                                const std::vector<std::string>& arguments = {});

  void setCode(const std::string& code) { port_.setModule("vat.js", code); }
  MemoryPort& port() { return port_; }
  DeliveryOutcome deliver(const Delivery& delivery) { return worker_->deliver(delivery, port_); }

 private:
  std::vector<std::string> finish(const DeliveryOutcome& outcome);

  VatSettings settings_;
  MemoryPort port_;
  LiveslotsFactory factory_;
  std::unique_ptr<VatWorker> worker_;
  uint64_t incarnation_ = 0;
  uint64_t nextResult_ = 1;
};

}  // namespace keeve::liveslots::testing
