// What all cranks of a kernel share. Its lock guards all of it but the store (any thread reads it)
// and the allocator (which has a lock of its own). The lock is held while a crank is prepared and
// while it is finished, and never while vat code runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <vector>

#include "base/clock.h"
#include "kernel/cache_pool.h"
#include "kernel/collect/in_flight.h"
#include "kernel/collect/marking.h"
#include "kernel/collect/reaper.h"
#include "kernel/collect/suspicion.h"
#include "kernel/crash_note.h"
#include "kernel/kref_allocator.h"
#include "kernel/output_gate.h"
#include "kernel/router.h"
#include "kernel/run_queue.h"
#include "kernel/tables/records.h"
#include "kernel/vat_table.h"
#include "protocol/worker.h"
#include "store/grouped_store.h"

namespace keeve::kernel {

struct KernelState {
  mutable std::mutex mutex;
  store::GroupedStore& store;
  VatWorkerFactory& factory;
  const Clock& clock;
  OutputGate& gate;
  const CrashNotes crashNotes;
  AppRecord app;
  KrefAllocator allocator;
  Vats vats;
  RunQueue queue;
  Watched watched;
  Suspicion suspicion;
  CachePool caches;
  std::set<uint64_t> openHostCalls = {};  // their keys, once they are committed
  InFlight inFlight = {};
  Marking marking = {};
  Collected collected = {};          // in this life of the kernel
  std::vector<uint64_t> ended = {};  // objects that are no more, whose records may go
};

}  // namespace keeve::kernel
