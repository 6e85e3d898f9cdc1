// Keeve at the benchmark's work: the vat bench/vat-target.js on V8, called through the kernel in this process over a store
// on disk, each call timed until its result is durable.
#pragma once

#include <string>

#include "bench/figures.h"
#include "bench/rocks_bench.h"

namespace keeve::engine {
class Engine;
}

namespace keeve::bench {

struct KeeveRun {
  Figures figures;
  Stored stored;  // what the store held at the end
};

// One run over a new store in `folder`.
KeeveRun runKeeve(const Plan& plan, engine::Engine& engine, const std::string& folder);

// The operations on objects, done by the same vat with objects that live in its memory alone (bench/plain-objects.js).
Figures runPlain(const Plan& plan, engine::Engine& engine);

}  // namespace keeve::bench
