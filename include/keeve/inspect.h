// A look into a store that no kernel has open, without changing it or running any vat's code (the
// commands of SPEC §12 that look). Throws std::runtime_error where the store is not there, is in
// use, or is damaged.
//
// An object's REF is VAT:NAME: "main:o17" a virtual object, "main:s1" a store.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keeve {

struct VatLook {
  std::string name;
  uint64_t incarnation = 0;
  std::string state;  // "running", "never started", "faulty: Error: why"
};

struct KindLook {
  std::string vat;
  std::string tag;
  uint64_t number = 0;  // in its vat
  uint64_t instances = 0;
};

struct ObjectLook {
  std::string ref;
  std::string tag;  // of its kind; "store" or "weakStore"
};

// One object, in words: a line for each property of its state, or for a store its key name, its size
// and its first entries. References are REFs, values JSON.
struct ObjectShow {
  ObjectLook object;
  std::vector<std::string> lines;
};

// What is wrong with a store, a line each; the first thousand.
struct StoreCheck {
  std::vector<std::string> faults;
  uint64_t faultCount = 0;
};

// What collecting would free: see Collected of kernel.h. `liveObjects` are virtual objects, stores and
// stored promises that can be reached.
struct GarbageLook {
  uint64_t objects = 0;
  uint64_t stores = 0;
  uint64_t entries = 0;
  uint64_t promises = 0;
  uint64_t bytes = 0;
  uint64_t liveObjects = 0;
  uint64_t liveBytes = 0;
};

class Inspector {
 public:
  explicit Inspector(const std::string& storeUrl);
  ~Inspector();
  Inspector(const Inspector&) = delete;
  Inspector& operator=(const Inspector&) = delete;

  std::vector<VatLook> vats() const;    // by name
  std::vector<KindLook> kinds() const;  // by vat and tag
  // Virtual objects and stores of all vats, one at a time.
  void eachObject(const std::function<void(const ObjectLook&)>& visit) const;
  // std::invalid_argument where `ref` is no REF.
  ObjectShow show(std::string_view ref) const;
  // What keeps the object: the shortest chain, a line for each step from a root (baggage, a store that
  // code finds again, a queue) down to the object; or one line that says that nothing does. Throws as
  // show().
  std::vector<std::string> why(std::string_view ref) const;
  // How much of what there is, by name: counts, `candidateCount` (objects that the collector is to look
  // at), and bytes: `recordBytes` of keys and values before compression, and of them `objectBytes` (the
  // state of virtual objects) and `entryBytes` (what stands in stores); `liveBytes` of what can be reached
  // and `garbageBytes` of what cannot, with `garbageObjects` and `garbageEntries`; `diskBytes` on the
  // medium; and as the last kernel told in its last flush(), `cacheHits` and `cacheMisses`
  // (CacheStats of keeve/kernel.h) and the share of the former. Traces the whole store.
  std::vector<std::pair<std::string, uint64_t>> stats() const;
  StoreCheck check() const;
  // Traces the whole store; `progress` is told now and then how much was reached.
  GarbageLook garbage(const std::function<void(uint64_t)>& progress = {}) const;

 private:
  struct Opened;
  std::unique_ptr<Opened> opened_;
};

}  // namespace keeve
