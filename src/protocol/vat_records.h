// What stands in the store under each VatKey, and the bytes of it. Written by liveslots, read by liveslots, by `keeve
// check` and by the tools. Strings here are UTF-8 unless they are bodies (body_grammar.h).
//
//   counters  := nextId:varint nextShape:varint
//   kind      := tag:text                          (kinds and shapes have their numbers from one counter)
//   shape     := kind:varint version:varint open:1 byte [count:varint name*]   (open = 1: objects carry their own names)
//   store     := strength:1 byte ('s' | 'w') size:varint nextOrdinal:varint keyName:text
//   state     := (shape * 2 + open):varint [count:varint name*, where open is 1] capdata  (its body: one value a property)
//   entry     := capdata                           (its body: the value; of an object key in a strong store, slot 0 is the key)
//   ordinal   := place:orderedVarint [iface:text]   (the key's interface, where it is a heap object or an import)
//   promise   := settled:1 byte ('f' fulfilled | 'r' rejected) capdata
//   text      := length:varint bytes
//   name      := a string of body_grammar.h
//
// Keys of a strong store, so that bytes sort as §5.2 wants (by type: booleans, numbers, bigints, objects, strings, null,
// undefined):
//   storeKey  := 'b' 0|1
//              | 'f' bits:8 bytes, highest first; the sign bit flipped where it was clear, all bits where it was set; -0 as 0
//              | 'n' (255 - L):1 byte, (complement of length):L bytes, complement of magnitude    a bigint < 0
//              | 'p' L:1 byte, length:L bytes, magnitude, highest first                            a bigint >= 0
//              | 'r' ordinal:orderedVarint         an object, by its place
//              | 's' units                         CESU-8: each UTF-16 unit by itself as UTF-8 would write it
//              | 'v' | 'z'                         null, undefined
// Keys of a weak store: the RefKey of the object as orderedVarint.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/capdata.h"

namespace keeve {

struct VatCounters {
  uint64_t nextId = kFirstFreeId;
  uint64_t nextShape = 0;
};

struct KindRecord {
  std::string tag;
};

struct ShapeRecord {
  uint64_t kind = 0;
  uint64_t version = 1;
  bool open = false;  // objects of an open shape carry their own names
  std::vector<std::string>
      names;  // bodies (strings of body_grammar.h), in the order in which init made them
};

enum class Strength : uint8_t { strong = 's', weak = 'w' };

struct StoreRecord {
  Strength strength = Strength::strong;
  uint64_t size = 0;         // entries; a weak store does not count and says 0
  uint64_t nextOrdinal = 0;  // the place of the next object that becomes a key
  std::string keyName;
};

struct StoredState {
  uint64_t shape = 0;
  bool open = false;
  std::vector<std::string> names;  // bodies; of an open shape, else empty
  VatCapData values;
};

// The parts of stored state without a look at its values; `capdata` lives as long as the bytes.
struct StateParts {
  uint64_t shape = 0;
  bool open = false;
  std::vector<std::string> names;
  std::string_view capdata;
};

struct PromiseRecord {
  bool rejected = false;
  VatCapData value;
};

std::string toBytes(const VatCounters& record);
std::string toBytes(const KindRecord& record);
std::string toBytes(const ShapeRecord& record);
std::string toBytes(const StoreRecord& record);
std::string toBytes(const PromiseRecord& record);

// Stored state up to its capdata.
void appendStateHead(std::string& out, uint64_t shape);  // of a closed shape
void appendStateHead(std::string& out, uint64_t shape,
                     const std::vector<std::string>& names);  // of an open one

// Each is nullopt where the bytes are not such a record, to the last byte.
std::optional<VatCounters> parseCounters(std::string_view bytes);
std::optional<KindRecord> parseKind(std::string_view bytes);
std::optional<ShapeRecord> parseShape(std::string_view bytes);
std::optional<StoreRecord> parseStore(std::string_view bytes);
std::optional<PromiseRecord> parsePromise(std::string_view bytes);

std::optional<StateParts> parseStateParts(std::string_view bytes);
std::optional<StoredState> parseState(std::string_view bytes);

}  // namespace keeve
