#include "keeve/inspect.h"

#include <charconv>
#include <stdexcept>

#include "host/show.h"
#include "host/why.h"
#include "kernel/collect/survey.h"
#include "kernel/inspect/check.h"
#include "kernel/inspect/inspect.h"
#include "kernel/tables/format.h"
#include "store/store.h"

namespace keeve {

namespace {

std::string stateText(const kernel::VatRecord& record) {
  switch (record.state) {
    case kernel::VatState::fresh:
      return "never started";
    case kernel::VatState::running:
      return "running";
    case kernel::VatState::faulty:
      return "faulty: " + record.reason;
    case kernel::VatState::terminated:
      return "terminated";
    case kernel::VatState::gone:
      return "gone";
  }
  return "";
}

std::unique_ptr<store::Store> openToLook(const std::string& storeUrl) {
  auto store = store::openStore(storeUrl, store::OpenMode::mustExist);
  kernel::requireFormat(*store, storeUrl);
  return store;
}

uint64_t percentOf(uint64_t hits, uint64_t misses) {
  return hits + misses == 0 ? 0 : 100 * hits / (hits + misses);
}

}  // namespace

struct Inspector::Opened {
  explicit Opened(const std::string& storeUrl) : store(openToLook(storeUrl)) {}

  const std::unique_ptr<store::Store> store;
  const kernel::Inspector inspector{*store};
};

Inspector::Inspector(const std::string& storeUrl) : opened_(std::make_unique<Opened>(storeUrl)) {}
Inspector::~Inspector() = default;

std::vector<VatLook> Inspector::vats() const {
  std::vector<VatLook> vats;
  for (const auto& [id, record] : opened_->inspector.vats()) {
    vats.push_back({record.settings.name, record.incarnation, stateText(record)});
  }
  return vats;
}

std::vector<KindLook> Inspector::kinds() const {
  std::vector<KindLook> kinds;
  for (const kernel::KindInfo& kind : opened_->inspector.kinds()) {
    kinds.push_back({kind.vat, kind.tag, kind.number, kind.instances});
  }
  return kinds;
}

void Inspector::eachObject(const std::function<void(const ObjectLook&)>& visit) const {
  for (const kernel::VatInfo& vat : opened_->inspector.vats()) {
    opened_->inspector.eachObject(vat.id, [&](const kernel::ObjectInfo& object) {
      visit({vat.record.settings.name + ":" + toText(object.ref), object.tag});
      return true;
    });
  }
}

ObjectShow Inspector::show(std::string_view ref) const {
  return host::showObject(opened_->inspector, std::string(ref));
}

std::vector<std::string> Inspector::why(std::string_view ref) const {
  return host::whyLines(*opened_->store, std::string(ref));
}

std::vector<std::pair<std::string, uint64_t>> Inspector::stats() const {
  const kernel::StatsInfo stats = opened_->inspector.stats();
  const GarbageLook found = garbage();
  return {{"vats", stats.vats},
          {"kinds", stats.kinds},
          {"objects", stats.objects},
          {"stores", stats.stores},
          {"entries", stats.entries},
          {"promises", stats.promises},
          {"queued", stats.queued},
          {"deadLetters", stats.deadLetters},
          {"sources", stats.sources},
          {"candidateCount", stats.candidateCount},
          {"garbageObjects", found.objects + found.stores + found.promises},
          {"garbageEntries", found.entries},
          {"records", stats.records},
          {"recordBytes", stats.recordBytes},
          {"objectBytes", stats.objectBytes},
          {"entryBytes", stats.entryBytes},
          {"liveBytes", found.liveBytes},
          {"garbageBytes", found.bytes},
          {"diskBytes", stats.diskBytes},
          {"cacheHits", stats.cache.hits},
          {"cacheMisses", stats.cache.misses},
          {"cacheHitPercent", percentOf(stats.cache.hits, stats.cache.misses)}};
}

GarbageLook Inspector::garbage(const std::function<void(uint64_t)>& progress) const {
  const kernel::Survey survey = kernel::surveyGarbage(*opened_->store, progress);
  const kernel::Collected& garbage = survey.garbage;
  return {garbage.objects, garbage.stores, garbage.entries, garbage.promises,
          garbage.bytes,   survey.reached, survey.liveBytes};
}

StoreCheck Inspector::check() const {
  kernel::CheckReport report = kernel::checkStore(*opened_->store);
  return {std::move(report.faults), report.faultCount};
}

}  // namespace keeve
