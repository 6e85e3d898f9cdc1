// The truth that the garbage campaign holds a kernel to: what objects there are, and what refers to what,
// as one graph over all vats. An object of another vat is the same thing as at home.
//
// A thing's Id is the serial number that vat code gave it, so that it is known again in the store.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace keeve::campaign {

using Id = uint32_t;
inline constexpr Id kNothing = 0;  // no thing: a number, or an empty slot

inline constexpr size_t kVats = 4;
inline constexpr size_t kFields = 3;
inline constexpr size_t kMaps = 2;        // WeakMaps that a vat's heap has at a time
inline constexpr size_t kBound = 3;       // stores that are there from a vat's start on
inline constexpr size_t kOwnSlots = 48;   // of a heap, for the vat's own use
inline constexpr size_t kInboxSlots = 8;  // and after them, for each sender
inline constexpr size_t kSlots = kOwnSlots + kVats * kInboxSlots;

enum class Bound : uint8_t { strong, weak, baggage };

// token and holder are objects of a heap; a holder has a variable. They and promises end with the heap,
// but for what is written down of a settled promise.
enum class Sort : uint8_t { none, node, strongStore, weakStore, token, holder, promise };

struct Value {
  bool isArray = false;
  std::vector<Id> refs = {};  // none: a number or []; without isArray one
};

struct Entry {
  Id value = kNothing;
  uint64_t place = 0;  // of an object key of a strong store
};

struct Entries {
  std::map<uint64_t, Id> byNumber;
  std::unordered_map<Id, Entry> byObject;
  std::map<uint64_t, Id> places;  // the object keys of a strong store
  uint64_t nextPlace = 0;

  size_t size() const { return byNumber.size() + byObject.size(); }
};

struct Thing {
  Sort sort = Sort::none;  // none: it never came to be, or was found to be garbage
  uint8_t vat = 0;
  bool isDead = false;     // of a heap that is gone: a name without an object
  bool isOver = false;     // and its vat has started since, which is when others hear of it
  bool isSettled = false;  // of a promise
  std::array<Id, kVats> followers =
      {};                   // of a promise: those that follow it in the vats that it was sent to
  uint32_t readyRound = 0;  // of a promise: from when on it may be awaited
  Id label =
      kNothing;  // of a promise: the serial in its value. A promise that follows has the other's
  std::array<Value, kFields> fields = {};  // a holder and a settled promise have one
  std::unique_ptr<Entries> entries = {};   // of a store

  bool isStore() const { return sort == Sort::strongStore || sort == Sort::weakStore; }
  bool isOfHeap() const {
    return sort == Sort::token || sort == Sort::holder || sort == Sort::promise;
  }
};

struct Heap {
  std::array<Id, kSlots> slots = {};
  std::array<std::unordered_map<Id, Id>, kMaps> maps = {};
  std::set<Id> pending = {};  // promises that it is to resolve, which their resolvers hold
};

struct Graph {
  Graph();

  Id make(Sort sort, size_t vat);
  Thing& at(Id id) { return things[id]; }
  const Thing& at(Id id) const { return things[id]; }
  Id bound(size_t vat, Bound which) const {
    return static_cast<Id>(1 + 3 * vat) + static_cast<Id>(which);
  }

  // Whether the entry of a weak store under that key is kept by the heap: the key has no name that lasts.
  bool isHeapEntry(const Thing& store, Id key) const;

  // Drops what the heaps hold: all vats start anew.
  void endHeaps();
  void startHeaps();

  std::vector<Thing> things;  // by Id
  std::array<Heap, kVats> heaps;
  std::map<uint64_t, std::vector<Id>> held;  // by the host, in calls that it has not settled
};

// Whether heaps hold what is in their slots, maps and variables, or only what is stored counts.
enum class Roots : uint8_t { all, stored };

// What can be reached, and over what: `from` has for each thing that of which it was reached, itself for
// a root, kNothing for what cannot be reached. An entry of a weak store or WeakMap keeps its value while
// both container and key are reached.
struct Reach {
  std::vector<Id> from;
  std::vector<bool> abroad;  // reached from another vat than its own, or from the host
  size_t count = 0;

  bool has(Id id) const { return from[id] != kNothing; }
  // As a key of a weak store. Of an object that ended with its heap nothing is left that its own vat could send again, once
  // that has started anew.
  bool hasAsKey(const Graph& graph, Id id) const {
    return has(id) && (!graph.at(id).isOver || abroad[id]);
  }
};
Reach reach(const Graph& graph, Roots roots);

// Forgets what cannot be reached, and weak entries whose key cannot.
void forget(Graph& graph, const Reach& reached);

// "node 17 of b", and the way that leads there from a root.
std::string describe(const Graph& graph, Id id);
std::string describeWay(const Graph& graph, const Reach& reached, Id id);

std::string vatName(size_t vat);

}  // namespace keeve::campaign
