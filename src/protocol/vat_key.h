// The names of what a vat keeps in the store, as the vat's side says them. kernel/tables/schema.h puts the vat in front and
// makes bytes of them; protocol/vat_records.h says what stands under each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace keeve {

enum class VatTable : uint8_t {
  counters = 'c',   // -> VatCounters; one record a vat
  kind = 'k',       // id: kind number          -> KindRecord
  shape = 'h',      // id: shape number         -> ShapeRecord
  binding = 'b',    // -> varint; see VatBinding
  store = 's',      // id: store number         -> StoreRecord
  state = 'o',      // id: object number        -> a virtual object's stored state
  entry = 'e',      // id: number of a strong store, tail: store key (vat_records.h) -> an entry
  weakEntry = 'w',  // id: number of a weak store, tail: RefKey as orderedVarint -> an entry
  ordinal =
      'r',  // id: store number, tail: RefKey as orderedVarint -> a key's place (vat_records.h)
  promise = 'p',  // id: promise number       -> PromiseRecord: how a stored promise was settled
};

// What the number under a binding is. The first three are found again by what the code calls them while it starts (§8.4):
// id: n, tail: the byte and the name; they name the n-th such thing.
enum class VatBinding : uint8_t {
  kind = 'k',         // name: the tag; -> kind number
  strongStore = 's',  // name: the key name; -> store number
  weakStore = 'w',    // the same
  shape = 'h',  // id: kind number, name: version:varint, "open" or the names as JSON; -> shape
};

// A key, or with scan() the start of a range. `tail` is not owned: it must outlive the call that the key is passed to.
struct VatKey {
  VatTable table;
  uint64_t id = 0;
  std::string_view tail = {};
};

// Appends `number` so that bytes sort as numbers do: the count of bytes that follow, then those bytes, highest first.
void appendOrderedVarint(std::string& out, uint64_t number);

// Takes one orderedVarint off the front of `bytes`; false where there is none (then `bytes` is as it was).
bool takeOrderedVarint(std::string_view& bytes, uint64_t& number);

}  // namespace keeve
