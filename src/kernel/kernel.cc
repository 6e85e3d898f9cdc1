#include "kernel/kernel.h"

#include <random>

#include "base/check.h"
#include "kernel/bodies.h"
#include "kernel/crank_pool.h"
#include "kernel/damage.h"
#include "kernel/format.h"
#include "kernel/schema.h"

namespace keeve::kernel {

namespace {

AppRecord readApp(const store::Store& store) {
  const auto bytes = store.get(kAppKey);
  return bytes ? orDamaged(parseApp(*bytes), "app") : AppRecord{};
}

uint64_t newSeed() {
  std::random_device device;
  return (uint64_t{device()} << 32) | device();
}

// Opening is first of all: an allocator must not read a store of another format.
store::Store& opened(store::Store& store, std::string_view storeName) {
  openFormat(store, storeName);
  return store;
}

}  // namespace

Kernel::Kernel(const KernelParts& parts, std::string_view storeName, const KernelOptions& options)
    : store_(opened(parts.store, storeName), options.groupBytesMax),
      gate_(store_, parts.output),
      state_{{},
             store_,
             parts.workers,
             parts.clock,
             gate_,
             readApp(store_),
             KrefAllocator(store_),
             Vats(options.awakeMax),
             RunQueue(options.queueMax),
             {}},
      pool_(std::make_unique<CrankPool>(state_, parts.stop, options.threads)) {
  state_.vats.load(store_);
  state_.queue.load(store_);
  watchBootstrap();
}

Kernel::~Kernel() = default;

void Kernel::install(const AppSpec& app) {
  store::WriteBatch batch;
  const std::lock_guard lock(state_.mutex);
  for (const VatSpec& spec : app.vats) {
    Vat* vat = state_.vats.find(spec.settings.name);
    KEEVE_CHECK(!vat || !vat->worker, spec.settings.name);
    if (!vat) vat = &createVat(spec, batch);
    vat->files = spec.files;
    vat->update = VatUpdate{spec.settings.limits, spec.settings.powers, spec.parameters};
  }
  AppRecord next = state_.app;
  if (next.name.empty()) next.seed = newSeed();
  next.name = app.name;
  if (const Vat* vat = state_.vats.find(app.bootstrapVat); vat && !next.asked)
    next.bootstrapVat = vat->id;
  batch.put(std::string(kAppKey), toBytes(next));
  store_.apply(batch);
  gate_.committed({});
  state_.app = std::move(next);
}

Vat& Kernel::createVat(const VatSpec& spec, store::WriteBatch& batch) {
  const VatId id = state_.allocator.newVat();
  const Kref root = state_.allocator.newObject();
  const Vref rootName{kHeapObjectClass, kRootId};
  VatRecord record;
  record.settings = spec.settings;
  record.parameters = spec.parameters;
  record.root = root.id;
  batch.put(vatNameKey(spec.settings.name), toBytes(id));
  batch.put(vatPartKey(id, VatPart::record), toBytes(record));
  batch.put(ownerKey(root.id), toBytes(OwnerRecord{id, 0}));
  batch.put(nameKey(id, root), toBytes(rootName));
  batch.put(exportKey(id, rootName), toBytes(ExportRecord{root, rootName.refClass}));
  return state_.vats.add(id, std::move(record));
}

std::vector<FailedStart> Kernel::startAll() {
  std::vector<Vat*> vats;
  {
    const std::lock_guard lock(state_.mutex);
    vats = state_.vats.all();
  }
  pool_->runStarts(vats);
  std::vector<FailedStart> failed;
  for (const Vat* vat : vats) {
    if (!vat->startFailure.empty()) failed.push_back({vat->name(), vat->startLog});
  }
  return failed;
}

void Kernel::call(uint64_t call, std::string_view vatName, KernelCapData message) {
  KEEVE_CHECK(call != kBootstrapCall);
  {
    const std::lock_guard lock(state_.mutex);
    if (const Vat* vat = state_.vats.find(vatName)) {
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
void Kernel::runUntilIdle() { pool_->runUntilIdle(); }
void Kernel::run() { pool_->run(); }
void Kernel::stop() { pool_->stop(); }

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
