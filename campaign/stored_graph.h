// What stands in a store of the campaign, read from its tables and without a kernel: the same objects as
// in the graph, by the serial numbers that their records carry (gc-objects.js).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "campaign/graph.h"
#include "kernel/tables/kref.h"
#include "protocol/capdata.h"
#include "store/store.h"

namespace keeve::campaign {

// What has a name in the store and no serial number there: an object of a heap, a promise that was not
// fulfilled, a root, the host.
inline constexpr Id kUnnamed = UINT32_MAX;

struct StoredNode {
  size_t vat = 0;
  std::array<std::vector<Id>, kFields> fields;
};

struct StoredStore {
  size_t vat = 0;
  Sort sort = Sort::strongStore;
  std::map<uint64_t, Id> byNumber;
  std::map<Id, Id> byObject;  // of keys that have a serial number
  uint64_t unnamedKeys = 0;
};

// A fulfilled promise; by the vat that keeps it and the serial number in its value.
using PromiseName = std::pair<size_t, Id>;

// A vat and its own number of an object, store or promise there.
using Home = std::pair<size_t, uint64_t>;
struct HashHome {
  size_t operator()(const Home& home) const {
    return std::hash<uint64_t>()(home.second * kVats + home.first);
  }
};
template <class Value>
using ByHome = std::unordered_map<Home, Value, HashHome>;

struct StoredGraph {
  std::unordered_map<Id, StoredNode> nodes;
  std::unordered_map<Id, StoredStore> stores;
  std::map<PromiseName, Id> promises;       // and what their values refer to
  std::array<std::set<Id>, kVats> imports;  // names that vats have of other vats' things
  std::set<Id> exports;                     // things that have a name beyond their vat
  std::array<kernel::VatId, kVats> vats;
  ByHome<Id> serials;                        // of nodes and stores
  ByHome<Id> labels;                         // of fulfilled promises
  std::unordered_map<uint64_t, Home> homes;  // of krefs
  std::vector<std::string> faults;           // records that cannot be, or come twice
};

// The node or store that the vat names so; kUnnamed where it is something else.
Id serialOf(const StoredGraph& stored, size_t vat, RefKey key);

StoredGraph readStoredGraph(const store::Store& store);

}  // namespace keeve::campaign
