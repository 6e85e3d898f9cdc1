#include "campaign/plants.h"

#include <algorithm>
#include <array>

#include "kernel/tables/schema.h"
#include "protocol/body_writer.h"
#include "protocol/vat_key.h"
#include "protocol/vat_records.h"

namespace keeve::campaign {

namespace {

constexpr std::array<std::pair<const char*, Plant>, 6> kPlants = {{
    {"lost-object", Plant::lostObject},
    {"lost-entry", Plant::lostEntry},
    {"lost-promise", Plant::lostPromise},
    {"wrong-reference", Plant::wrongReference},
    {"kept-object", Plant::keptObject},
    {"kept-entry", Plant::keptEntry},
}};

struct Record {
  size_t vat = 0;
  std::string prefix;  // of its key, up to and with its table
  std::string key;
  std::string value;
};

class Planter {
 public:
  Planter(store::Store& store, const StoredGraph& stored, Random& random)
      : store_(store), stored_(stored), random_(random) {}

  bool plant(Plant what) {
    switch (what) {
      case Plant::lostObject:
        return erase(some(VatTable::state));
      case Plant::lostEntry:
        return erase(someWeakEntry());
      case Plant::lostPromise:
        return erase(some(VatTable::promise));
      case Plant::wrongReference:
        return changeReference(some(VatTable::state));
      case Plant::keptObject:
        return addObject(some(VatTable::state));
      case Plant::keptEntry:
        return addEntry(someWeakEntry());
    }
    return false;
  }

 private:
  // One of the table's records, of any vat.
  std::optional<Record> some(VatTable table) {
    const std::vector<Record> records = all(table);
    if (records.empty()) return std::nullopt;
    return records[static_cast<size_t>(random_.below(records.size()))];
  }

  std::optional<Record> someWeakEntry() {
    std::vector<Record> records = all(VatTable::weakEntry);
    for (Record& record : all(VatTable::entry)) records.push_back(std::move(record));
    std::erase_if(records, [&](const Record& record) {
      const auto store = stored_.stores.find(serialOf(stored_, record.vat, 2 * idIn(record)));
      return store == stored_.stores.end() || store->second.sort != Sort::weakStore;
    });
    if (records.empty()) return std::nullopt;
    return records[static_cast<size_t>(random_.below(records.size()))];
  }

  static uint64_t idIn(const Record& record) {
    std::string_view rest = std::string_view(record.key).substr(record.prefix.size());
    uint64_t id = 0;
    takeOrderedVarint(rest, id);
    return id;
  }

  std::vector<Record> all(VatTable table) {
    std::vector<Record> records;
    for (size_t vat = 0; vat < kVats; ++vat) {
      const std::string prefix =
          kernel::vatPartKey(stored_.vats[vat], kernel::VatPart::data) + static_cast<char>(table);
      const auto cursor = store_.cursor();
      for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix);
           cursor->next()) {
        records.push_back({vat, prefix, std::string(cursor->key()), std::string(cursor->value())});
      }
    }
    return records;
  }

  bool erase(const std::optional<Record>& record) {
    if (!record) return false;
    store::WriteBatch batch;
    batch.erase(record->key);
    return apply(batch);
  }

  // To the object itself: that is there, whatever else is.
  bool changeReference(const std::optional<Record>& record) {
    if (!record) return false;
    auto state = parseState(record->value);
    if (!state) return false;
    const uint64_t id = idIn(*record);
    const auto at =
        std::find_if(state->values.slots.begin(), state->values.slots.end(),
                     [&](const Vref& slot) { return slot.isVirtualObject() && slot.id != id; });
    if (at == state->values.slots.end()) return false;
    *at = virtualObjectRef(static_cast<uint32_t>(state->shape), id);
    return put(record->key, bytesOf(*state));
  }

  // As one that is there, but for its numbers, and without references. Serial numbers of nodes that are
  // gone are many; the number in the vat is one of those.
  bool addObject(const std::optional<Record>& record) {
    if (!record) return false;
    auto state = parseState(record->value);
    if (!state) return false;
    Id serial = kFirstRuntimeId;
    while (stored_.nodes.contains(serial) || stored_.stores.contains(serial)) ++serial;
    uint64_t id = kFirstFreeId;
    std::string key;
    do {
      key = record->prefix;
      appendOrderedVarint(key, ++id);
    } while (stored_.serials.contains({record->vat, id}));
    BodyWriter writer;
    writer.number(serial);
    for (size_t field = 0; field < kFields; ++field) writer.number(0);
    state->values = {writer.take(), {}};
    return put(key, bytesOf(*state));
  }

  bool addEntry(const std::optional<Record>& record) {
    if (!record) return false;
    for (const Record& node : all(VatTable::state)) {
      std::string key = record->prefix;
      appendOrderedVarint(key, idIn(*record));
      appendOrderedVarint(key, 2 * idIn(node));
      if (node.vat == record->vat && !store_.get(key)) return put(key, record->value);
    }
    return false;
  }

  static std::string bytesOf(const StoredState& state) {
    std::string bytes;
    appendStateHead(bytes, state.shape);
    appendCapData(bytes, state.values);
    return bytes;
  }

  bool put(const std::string& key, const std::string& value) {
    store::WriteBatch batch;
    batch.put(key, value);
    return apply(batch);
  }

  bool apply(const store::WriteBatch& batch) {
    store_.apply(batch);
    store_.sync();
    return true;
  }

  static constexpr Id kFirstRuntimeId = 1 + 3 * kVats;

  store::Store& store_;
  const StoredGraph& stored_;
  Random& random_;
};

}  // namespace

std::optional<Plant> parsePlant(const std::string& name) {
  for (const auto& [known, what] : kPlants) {
    if (name == known) return what;
  }
  return std::nullopt;
}

std::vector<std::string> plantNames() {
  std::vector<std::string> names;
  names.reserve(kPlants.size());
  for (const auto& [name, what] : kPlants) names.emplace_back(name);
  return names;
}

bool plant(store::Store& store, const StoredGraph& stored, Plant what, Random& random) {
  return Planter(store, stored, random).plant(what);
}

}  // namespace keeve::campaign
