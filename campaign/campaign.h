// One seed of the garbage campaign: four vats do what a script says over one store, while the kernel
// collects garbage, ends, is killed and starts anew; what stands in the store is held to the graph.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "campaign/features.h"
#include "campaign/plants.h"
#include "protocol/worker.h"

namespace keeve::campaign {

struct Settings {
  uint64_t operations = 1'000'000;
  Features features;
  std::optional<Plant> plant;
};

struct Outcome {
  std::vector<std::string> faults;  // none: all is as it should be
  uint64_t operations = 0;
  uint64_t made = 0;         // things
  uint64_t collections = 0;  // of the kernel
  uint64_t looks = 0;        // at the store
  uint64_t restarts = 0;
  uint64_t kills = 0;
  // Of the processor, on all threads of the process: it runs nothing else meanwhile.
  double scriptSeconds = 0;  // in which the operations were made up
  double startSeconds = 0;   // in which kernels were opened, and vats started
  double vatSeconds = 0;     // in which vats ran
  double collectSeconds = 0;
  double lookSeconds = 0;  // in which the store was held to the graph
};

// The texts of gc-vat.js and gc-objects.js.
struct VatSources {
  std::string vat;
  std::string objects;
};

Outcome runCampaign(uint64_t seed, const Settings& settings, VatWorkerFactory& factory,
                    const VatSources& sources);

}  // namespace keeve::campaign
