// A vref is a vat's name for an object: what kind of thing it is, and a number. Vat code never sees one.
//
// Numbers of what a vat exports (virtual objects, stores, heap objects, promises) come from one counter a vat, so that a
// number alone names the object; numbers of what it imports are the kernel's and count for themselves. The class of a
// virtual object is kFirstShapeClass + its shape number, a hint that tells what the object looks like without a look
// into the store; two vrefs with the same RefKey name the same object whatever their hints say.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace keeve {

enum RefClass : uint32_t {
  kHeapObjectClass = 0,
  kPromiseClass = 1,
  kStrongStoreClass = 2,
  kWeakStoreClass = 3,
  kImportClass = 4,
  kImportedPromiseClass = 5,
  kFirstShapeClass = 8,
};

// The numbers every vat starts with.
inline constexpr uint64_t kRootId = 0;     // the root object, a heap object that keeps its identity
inline constexpr uint64_t kBaggageId = 1;  // the baggage, a strong store
inline constexpr uint64_t kFirstFreeId = 2;  // the first number that the vat gives out

// The identity in a vref: number * 2, + 1 for imports.
using RefKey = uint64_t;

struct Vref {
  uint32_t refClass = kHeapObjectClass;
  uint64_t id = 0;

  bool isImport() const { return refClass == kImportClass || refClass == kImportedPromiseClass; }
  bool isPromise() const { return refClass == kPromiseClass || refClass == kImportedPromiseClass; }
  bool isStore() const { return refClass == kStrongStoreClass || refClass == kWeakStoreClass; }
  bool isVirtualObject() const { return refClass >= kFirstShapeClass; }
  uint32_t shape() const { return refClass - kFirstShapeClass; }  // requires isVirtualObject()
  RefKey key() const { return id * 2 + (isImport() ? 1 : 0); }

  auto operator<=>(const Vref&) const = default;
};

inline Vref virtualObjectRef(uint32_t shape, uint64_t id) { return {kFirstShapeClass + shape, id}; }

// "h3" heap object, "p4" promise, "s5" strong store, "w6" weak store, "i7" import, "q8" imported promise, "o9" virtual
// object (its shape is a hint and no part of the text).
std::string toText(const Vref& ref);

}  // namespace keeve
