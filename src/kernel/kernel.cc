#include "kernel/kernel.h"

#include <utility>

#include "base/check.h"
#include "kernel/crank_pool.h"
#include "kernel/kernel_objects.h"
#include "kernel/landings.h"
#include "kernel/mark_phases.h"
#include "kernel/tables/bodies.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/each_record.h"
#include "kernel/tables/format.h"
#include "kernel/tables/schema.h"
#include "kernel/turns.h"

namespace keeve::kernel {

namespace {

AppRecord readApp(const store::Store& store) {
  const auto bytes = store.get(kAppKey);
  return bytes ? orDamaged(parseApp(*bytes), "app") : AppRecord{};
}

// Opening is first of all: an allocator must not read a store of another format.
store::Store& opened(store::Store& store, std::string_view storeName) {
  openFormat(store, storeName);
  return store;
}

}  // namespace

Kernel::Kernel(const KernelParts& parts, std::string_view storeName, const KernelOptions& options)
    : store_(opened(parts.store, storeName), options.groupBytesMax, options.writes),
      gate_(store_, parts.output, options.outputs),
      state_{{},
             store_,
             parts.workers,
             parts.clock,
             gate_,
             CrashNotes(parts.store.directory()),
             readApp(store_),
             KrefAllocator(store_),
             Vats(options.awakeMax),
             RunQueue(options.queueMax),
             {},
             Suspicion(options.markGrowthMin),
             CachePool(options.cacheBytesMax)},
      pool_(std::make_unique<CrankPool>(state_, parts.stop, options.threads)) {
  state_.vats.load(store_);
  readCrashNote();
  state_.queue.load(store_);
  state_.inFlight.load(store_);
  watchBootstrap();
  resumeEnds();
  resumeCollection(state_);
}

Kernel::~Kernel() = default;

std::vector<FailedStart> Kernel::startAll() {
  std::vector<Vat*> vats;
  {
    const std::lock_guard lock(state_.mutex);
    vats = state_.vats.all();
  }
  pool_->runStarts(vats);
  std::vector<FailedStart> failed;
  for (const Vat* vat : vats) {
    if (!vat->startFailure.empty() && !vat->record.hasEnded())
      failed.push_back({vat->name(), vat->startLog});
  }
  return failed;
}

void Kernel::call(uint64_t call, std::string_view vatName, KernelCapData message) {
  KEEVE_CHECK(call != kBootstrapCall);
  {
    const std::lock_guard lock(state_.mutex);
    if (const Vat* vat = state_.vats.find(vatName)) {
      holdOutside(state_, message.slots);
      state_.queue.push(vat->id, OutsideCall{call, std::move(message)});
      pool_->tell();
      return;
    }
  }
  refuse(call, "there is no vat \"" + std::string(vatName) + "\": `keeve vats` lists them");
}

void Kernel::refuse(uint64_t call, std::string_view message) {
  std::vector<OutputGate::Item> items;
  items.emplace_back(CallResult{call, true, errorBody("", message), {}, {}});
  gate_.committed(std::move(items));
}

void Kernel::waitForRoom(std::string_view vatName) { pool_->waitForRoom(vatName); }
void Kernel::runUntilIdle() {
  sendOpenHostCalls();
  pool_->runUntilIdle();
}

void Kernel::run() {
  sendOpenHostCalls();
  pool_->run();
}

Collected Kernel::collect(const OnCollected& progress) {
  // A heap lets go of some of what it held in one round, V8 finds that in the next, and what it held in turn in one more.
  constexpr int kInVainMax = 2;
  Collected before;
  {
    const std::lock_guard lock(state_.mutex);
    before = state_.collected;
  }
  for (int inVain = 0;;) {
    const Collected start = collectRound();
    const std::lock_guard lock(state_.mutex);
    if (progress) progress(state_.collected - before);
    inVain = start == state_.collected ? inVain + 1 : 0;
    if (state_.vats.awakeCount() == 0 || inVain == kInVainMax) return state_.collected - before;
  }
}

// What was freed before the round.
Collected Kernel::collectRound() {
  Collected before;
  {
    const std::lock_guard lock(state_.mutex);
    before = state_.collected;
    for (Vat* vat : state_.vats.all()) {
      vat->garbage.hasCandidates = true;
      vat->garbage.isWalkDue = true;
      vat->garbage.isHeapToCollect = vat->worker != nullptr;
      wantCollection(state_, *vat);
    }
  }
  pool_->runUntilCollected();
  {
    const std::lock_guard lock(state_.mutex);
    beginMarking(state_);
    endLeftovers(state_);
  }
  pool_->runUntilCollected();
  return before;
}

void Kernel::stop() { pool_->stop(); }

CacheTotals Kernel::cacheTotals() const {
  const std::lock_guard lock(state_.mutex);
  return state_.caches.totals();
}

void Kernel::noteCacheTotals() {
  const std::lock_guard lock(state_.mutex);
  const CacheTotals totals = state_.caches.totals();
  if (totals == notedTotals_) return;
  notedTotals_ = totals;
  store::WriteBatch batch;
  batch.put(std::string(kCacheTotalsKey), toBytes(totals));
  store_.apply(batch);
  gate_.committed({});
}

Kref Kernel::hostObject(std::string_view name) {
  const std::lock_guard lock(state_.mutex);
  store::CrankBuffer buffer(store_);
  const Kref object = kernel::hostObject(state_, buffer, name);
  if (buffer.changeCount() > 0) {
    store_.apply(buffer.take());
    gate_.committed({});
  }
  return object;
}

void Kernel::settleHostCall(HostAnswer answer) {
  const std::lock_guard lock(state_.mutex);
  holdOutside(state_, answer.value.slots);
  state_.queue.push(kKernelVat, std::move(answer));
  pool_->tell();
}

void Kernel::letGo(const std::vector<Kref>& objects) {
  const std::lock_guard lock(state_.mutex);
  letGoOutside(state_, objects);
  pool_->tell();
}

size_t Kernel::openHostCallCount() const {
  const std::lock_guard lock(state_.mutex);
  return state_.openHostCalls.size();
}

std::optional<HostCall> Kernel::openHostCall(uint64_t key) {
  const std::lock_guard lock(state_.mutex);
  store::CrankBuffer buffer(store_);
  const auto bytes = buffer.get(openHostCallKey(key));
  if (!bytes) return std::nullopt;
  const OpenHostCall open = orDamaged(parseOpenHostCall(*bytes), "host call");
  return toHostCall(buffer, key, open);
}

// Those of an earlier life of the kernel, before any that this life makes. They go out little by
// little: together they may be more than memory holds.
void Kernel::sendOpenHostCalls() {
  if (std::exchange(hostCallsAreSent_, true)) return;
  std::vector<uint64_t> keys;
  {
    const std::lock_guard lock(state_.mutex);
    store::CrankBuffer buffer(store_);
    const std::string table = tableKey('X');
    eachRecord(buffer, table, [&](const store::Record& record) {
      std::string_view rest = std::string_view(record.key).substr(table.size());
      uint64_t key = 0;
      if (!takeOrderedVarint(rest, key))
        throw store::StoreError("the key of a host call is damaged: see `keeve check`");
      keys.push_back(key);
    });
    state_.openHostCalls.insert(keys.begin(), keys.end());
  }
  for (const uint64_t key : keys) {
    std::vector<OutputGate::Item> items;
    if (auto call = openHostCall(key)) items.emplace_back(std::move(*call));
    {
      const std::lock_guard lock(state_.mutex);
      holdTold(state_, items);
    }
    gate_.committed(std::move(items));
    gate_.waitForRoom();
  }
}

// How a process before this one ended, if a vat ended it.
void Kernel::readCrashNote() {
  auto note = state_.crashNotes.read();
  if (!note || !state_.vats.find(note->vat)) return;
  Vat& vat = state_.vats.get(note->vat);
  vat.crash = std::move(note);
}

// What an earlier life of the kernel did not come to: vats to delete, and to start for the first
// time.
void Kernel::resumeEnds() {
  for (const Vat* vat : state_.vats.all()) {
    if (vat->record.hasEnded()) state_.queue.push(vat->id, EndItem{});
    if (vat->record.creating != 0) state_.queue.push(vat->id, StartItem{});
  }
}

// Of a bootstrap message that still waits, from a life of the kernel that ended before its
// delivery.
void Kernel::watchBootstrap() {
  if (state_.app.asking == 0) return;
  const auto bytes = store_.get(promiseKey(state_.app.asking));
  if (!bytes) return;
  const KernelPromise record = orDamaged(parseKernelPromise(*bytes), "promise");
  const auto* undecided = std::get_if<Undecided>(&record.state);
  if (undecided && undecided->decider == kNoVat)
    state_.watched.emplace(state_.app.asking, kBootstrapCall);
}

}  // namespace keeve::kernel
