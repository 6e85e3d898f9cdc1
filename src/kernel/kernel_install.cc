// How an app gets into a store: Kernel::install().
#include <algorithm>
#include <random>
#include <set>
#include <utility>

#include "base/check.h"
#include "kernel/kernel.h"
#include "kernel/new_vat.h"
#include "kernel/sources/shared_finder.h"
#include "kernel/sources/vat_sources.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/roles.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

uint64_t newSeed() {
  std::random_device device;
  return (uint64_t{device()} << 32) | device();
}

}  // namespace

void Kernel::install(const AppSpec& app) {
  const std::lock_guard lock(state_.mutex);
  store::CrankBuffer buffer(store_);
  for (const VatSpec& spec : app.vats) installVat(buffer, spec);
  for (const SourceSpec& spec : app.sources) installSource(buffer, spec);
  installApp(buffer, app);
  store_.apply(buffer.take());
  gate_.committed({});
}

void Kernel::installVat(store::CrankBuffer& buffer, const VatSpec& spec) {
  const std::string& name = spec.settings.name;
  Vat* vat = state_.vats.find(name);
  if (vat && !vat->record.source.empty()) {
    throw store::StoreError("the app names a vat \"" + name +
                            "\", and the store holds one that was made while it ran: rename it");
  }
  if (vat && vat->record.hasEnded()) return;
  if (!vat) {
    // A vat that ended leaves its code, and does not come back.
    const auto bytes = buffer.get(sourceNameKey(name));
    const auto source =
        bytes ? std::optional(orDamaged(parseSource(*bytes), "source")) : std::nullopt;
    if (source && source->ofVat) return keepSource(buffer, {spec.settings, spec.files}, *source);
    vat = &createVat(buffer, spec);
  }
  KEEVE_CHECK(!vat->worker, name);
  vat->files = spec.files;
  vat->update = VatUpdate{spec.settings.limits, spec.settings.powers, {spec.parameters, {}}};
  updateVatsMadeOf({spec.settings, spec.files});
}

Vat& Kernel::createVat(store::CrankBuffer& buffer, const VatSpec& spec) {
  const VatId id = state_.allocator.newVat();
  VatRecord record;
  record.settings = spec.settings;
  record.parameters = {spec.parameters, {}};
  record.root = state_.allocator.newObject().id;
  layOutVat(buffer, id, record);
  return state_.vats.add(id, std::move(record));
}

void Kernel::installSource(store::CrankBuffer& buffer, const SourceSpec& spec) {
  const auto bytes = buffer.get(sourceNameKey(spec.settings.name));
  SourceRecord record = bytes ? orDamaged(parseSource(*bytes), "source") : SourceRecord{};
  if (!bytes) record.vat = state_.allocator.newVat();
  record.ofVat = false;
  keepSource(buffer, spec, std::move(record));
}

void Kernel::keepSource(store::CrankBuffer& buffer, const SourceSpec& spec, SourceRecord record) {
  record.limits = spec.settings.limits;
  record.powers = spec.settings.powers;
  buffer.put(sourceNameKey(spec.settings.name), toBytes(record));
  if (spec.files) {
    VatSources modules(record.vat, buffer, spec.files);
    // Without its first module, what was stored before stays.
    if (std::holds_alternative<ModuleSource>(modules.load("", ""))) modules.finishStart();
  }
  updateVatsMadeOf(spec);
}

void Kernel::updateVatsMadeOf(const SourceSpec& spec) {
  ModuleFinder* shared = nullptr;
  for (Vat* vat : state_.vats.all()) {
    if (vat->record.source != spec.settings.name || vat->record.hasEnded()) continue;
    if (spec.files && !shared) {
      sharedFinders_.push_back(std::make_unique<SharedFinder>(*spec.files));
      shared = sharedFinders_.back().get();
      Vat* own = state_.vats.find(spec.settings.name);
      if (own && own->files) own->files = shared;
    }
    vat->files = shared;
    vat->update = VatUpdate{spec.settings.limits, spec.settings.powers, vat->record.parameters};
  }
}

void Kernel::installApp(store::CrankBuffer& buffer, const AppSpec& app) {
  AppRecord next = state_.app;
  if (next.name.empty()) next.seed = newSeed();
  next.name = app.name;
  if (const Vat* vat = state_.vats.find(app.bootstrapVat); vat && !next.asked)
    next.bootstrapVat = vat->id;
  const std::set<std::string> objects(app.hostObjects.begin(), app.hostObjects.end());
  next.hostObjects = {objects.begin(), objects.end()};
  if (next.vatAdmin == 0) {
    next.vatAdmin = state_.allocator.newObject().id;
    buffer.insert(ownerKey(next.vatAdmin), toBytes(OwnerRecord{kKernelVat, 0}));
    buffer.insert(roleKey(next.vatAdmin), toBytes(Role(VatAdminRole{})));
  }
  buffer.put(kAppKey, toBytes(next));
  state_.app = std::move(next);
}

}  // namespace keeve::kernel
