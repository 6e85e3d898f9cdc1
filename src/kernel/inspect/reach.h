// What can be reached from the roots of a store, over all vats, nearest first. Takes some thirty bytes for each
// object reached, and as much for each name that a vat has of another's object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kernel/inspect/paged_table.h"
#include "kernel/inspect/why.h"
#include "kernel/tables/records.h"
#include "protocol/vat_key.h"

namespace keeve::kernel {

class Reach {
 public:
  struct Step {
    VatId vat;
    RefKey ref = 0;
    std::optional<WhyRoot> root;  // of the first step
    uint64_t weakStore = 0;       // where an entry of it is what holds the step
  };

  // `store` must outlive it.
  explicit Reach(const store::Store& store);

  // From a root to `ref`; empty where nothing reaches it. May be called once.
  std::vector<Step> chainTo(VatId vat, RefKey ref);

  // As far as chainTo() went, whether what is kept by the vat's key `ref` is kept. An import lives where its
  // object does, whoever keeps that.
  bool isLiveKey(VatId vat, RefKey ref) const;

 private:
  static constexpr uint32_t kNone = ~uint32_t{0};
  static constexpr uint32_t kFromRoot = uint32_t{1} << 31;  // the rest is the number of the root

  enum Flag : uint8_t { kReached = 1, kExpanded = 2 };
  struct Node {
    RefKey ref = 0;
    uint64_t weakStore = 0;
    uint32_t vat = 0;   // in vats_
    uint32_t from = 0;  // in nodes_, or kFromRoot and in roots_
  };
  struct VatReach {
    VatId id;
    PagedTable<uint8_t> flags;     // by RefKey
    PagedTable<uint64_t> exports;  // by id: the kref; 0 where there is none
  };
  struct Place {
    uint32_t vat = kNone;
    RefKey ref = 0;
  };

  void addVat(VatId vat);
  void addRoots();
  void addRootsOf(uint32_t vat);
  void addQueue(char table, WhyRoot::Sort sort);
  void addWaiting();
  void addPromises();
  void addHostCalls();
  void addCandidates();
  void addMessage(const KernelMessage& message, const WhyRoot& root);
  void addValue(const KernelCapData& value, const WhyRoot& root);
  void addRoot(const Place& place, const WhyRoot& root);

  void search();
  void expand(uint32_t from);
  void expandStore(uint32_t vat, uint64_t id, std::string_view record, uint32_t from);
  void expandImporters(uint32_t vat, uint64_t id, uint32_t from);
  void reachHeld(uint32_t vat, const VatKey& key, std::string_view value, uint32_t from);
  void reachByKey(uint32_t vat, RefKey key, uint32_t from);
  void reach(const Place& place, uint32_t from, uint64_t weakStore);

  Place homeOf(uint64_t kref) const;
  std::vector<uint64_t> weakStoresOf(VatId vat, RefKey key) const;
  bool is(const Place& place, Flag flag) const;

  const store::Store& store_;
  std::vector<VatReach> vats_;
  std::unordered_map<VatId, uint32_t> vatNumbers_;
  std::vector<std::pair<uint64_t, uint32_t>> importers_;  // kref and vat, in order
  std::vector<Node> nodes_;                               // and the queue of the search
  std::vector<WhyRoot> roots_;
  size_t next_ = 0;  // of nodes_, to be expanded
  Place target_;
  uint32_t found_ = kNone;
  std::vector<Vref> held_;  // room for the record at hand
};

}  // namespace keeve::kernel
