#include "kernel/kernel.h"

#include <random>

#include "base/check.h"
#include "kernel/bodies.h"
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

Kernel::Kernel(const KernelParts& parts, std::string_view storeName)
    : store_(opened(parts.store, storeName)),
      app_(readApp(store_)),
      allocator_(store_),
      gate_(store_, parts.output),
      runner_(
          {store_, parts.workers, allocator_, vats_, queue_, gate_, parts.clock, app_, watched_}),
      stop_(parts.stop) {
  vats_.load(store_);
  queue_.load(store_);
  watchBootstrap();
}

void Kernel::install(const AppSpec& app) {
  store::WriteBatch batch;
  for (const VatSpec& spec : app.vats) {
    Vat* vat = vats_.find(spec.settings.name);
    KEEVE_CHECK(!vat || !vat->worker, spec.settings.name);
    if (!vat) vat = &createVat(spec, batch);
    vat->files = spec.files;
    vat->update = VatUpdate{spec.settings.limits, spec.settings.powers, spec.parameters};
  }
  AppRecord next = app_;
  if (next.name.empty()) next.seed = newSeed();
  next.name = app.name;
  if (const Vat* vat = vats_.find(app.bootstrapVat); vat && !next.asked)
    next.bootstrapVat = vat->id;
  batch.put(std::string(kAppKey), toBytes(next));
  store_.apply(batch);
  gate_.committed({});
  app_ = std::move(next);
}

Vat& Kernel::createVat(const VatSpec& spec, store::WriteBatch& batch) {
  const VatId id = allocator_.newVat();
  const Kref root = allocator_.newObject();
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
  return vats_.add(id, std::move(record));
}

std::vector<FailedStart> Kernel::startAll() {
  std::vector<FailedStart> failed;
  for (Vat* vat : vats_.all()) {
    if (stop_) break;
    if (!runner_.start(*vat)) failed.push_back({vat->name(), vat->startLog});
  }
  return failed;
}

void Kernel::call(uint64_t call, std::string_view vatName, std::string_view method,
                  const std::vector<std::string>& args) {
  KEEVE_CHECK(call != kBootstrapCall);
  if (const Vat* vat = vats_.find(vatName))
    return queue_.push(vat->id, OutsideCall{call, methodBody(method, args)});
  refuse(call, "there is no vat \"" + std::string(vatName) + "\": `keeve vats` lists them");
}

void Kernel::refuse(uint64_t call, std::string_view message) {
  std::vector<OutputGate::Item> items;
  items.emplace_back(CallResult{call, true, errorBody("", message), {}});
  gate_.committed(std::move(items));
}

void Kernel::runUntilIdle() {
  while (!stop_) {
    const auto turn = queue_.take();
    if (!turn) return;
    runner_.run(vats_.get(turn->vat), turn->item);
  }
}

// Of a bootstrap message that still waits, from a life of the kernel that ended before its
// delivery.
void Kernel::watchBootstrap() {
  if (app_.asking == 0) return;
  const auto bytes = store_.get(promiseKey(app_.asking));
  if (!bytes) return;
  const KernelPromise record = orDamaged(parseKernelPromise(*bytes), "promise");
  const auto* undecided = std::get_if<Undecided>(&record.state);
  if (undecided && undecided->decider == kNoVat) watched_.emplace(app_.asking, kBootstrapCall);
}

}  // namespace keeve::kernel
