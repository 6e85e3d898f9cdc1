#include "campaign/stored_graph.h"

#include <optional>
#include <variant>

#include "kernel/tables/records.h"
#include "kernel/tables/schema.h"
#include "kernel/tables/store_key.h"
#include "protocol/body_reader.h"
#include "protocol/vat_key.h"
#include "protocol/vat_records.h"

namespace keeve::campaign {

namespace {

using kernel::VatId;

// One record of a vat's, in pieces.
struct Record {
  size_t vat;
  VatTable table;
  uint64_t id;
  std::string tail;
  std::string value;
};

// The references of one value, in their order.
void addRefs(BodyReader& reader, const std::vector<Id>& slots, std::vector<Id>& refs) {
  do {
    const BodyItem item = reader.next();
    if (const auto* remotable = std::get_if<BodyRemotable>(&item)) {
      refs.push_back(slots[remotable->slot]);
    } else if (const auto* promise = std::get_if<BodyPromise>(&item)) {
      refs.push_back(slots[promise->slot]);
    } else if (std::holds_alternative<BodyMalformed>(item)) {
      return;
    }
  } while (reader.isWithinValue());
}

class Reader {
 public:
  explicit Reader(const store::Store& store) : store_(store) {}

  StoredGraph read() {
    findVats();
    for (const auto& [vat, place] : places_) readVat(vat, place);
    for (const Record& record : records_) nameObject(record);
    for (const Record& record : records_) nameStoreOrPromise(record);
    for (const Record& record : records_) follow(record);
    for (const auto& [place, ref] : names_) addName(place, ref.first, ref.second);
    return std::move(graph_);
  }

 private:
  // Vats are called a, b, c and d.
  void findVats() {
    each(kernel::tableKey('N'), [&](std::string_view name, std::string_view value) {
      const auto vat = kernel::parseVatId(value);
      const auto place = static_cast<size_t>(name.front() - 'a');
      if (!vat || place >= kVats) return;
      places_[*vat] = place;
      graph_.vats[place] = *vat;
    });
  }

  void readVat(VatId vat, size_t place) {
    each(kernel::vatPartKey(vat, kernel::VatPart::data),
         [&](std::string_view rest, std::string_view value) {
           Record record{place, static_cast<VatTable>(rest.front()), 0, {}, std::string(value)};
           rest.remove_prefix(1);
           if (!takeOrderedVarint(rest, record.id)) return fault("a key of its data is damaged");
           record.tail = rest;
           records_.push_back(std::move(record));
         });
    each(kernel::vatPartKey(vat, kernel::VatPart::objectNames),
         [&](std::string_view rest, std::string_view value) {
           uint64_t kref = 0;
           const auto name = kernel::parseName(value);
           if (!takeOrderedVarint(rest, kref) || !name) return fault("a name is damaged");
           names_.emplace_back(place, std::pair(kref, name->name));
           if (!name->name.isImport()) graph_.homes[kref] = {place, name->name.id};
         });
  }

  template <class Visit>
  void each(const std::string& prefix, const Visit& visit) {
    const auto cursor = store_.cursor();
    for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix);
         cursor->next()) {
      visit(cursor->key().substr(prefix.size()), cursor->value());
    }
  }

  // First all objects, then stores and promises get their names, so that all references can be followed.
  void nameObject(const Record& record) {
    if (record.table != VatTable::state) return;
    const auto state = parseState(record.value);
    if (!state) return fault("a state is damaged");
    BodyReader reader(state->values.body, state->values.slots.size());
    const BodyItem first = reader.next();
    const auto* serial = std::get_if<double>(&first);
    if (serial == nullptr) return fault("a state has no serial number");
    const Id id = static_cast<Id>(*serial);
    graph_.serials[{record.vat, record.id}] = id;
    if (!graph_.nodes.try_emplace(id, StoredNode{record.vat, {}}).second)
      fault("node " + std::to_string(id) + " is stored twice");
  }

  void nameStoreOrPromise(const Record& record) {
    if (record.table == VatTable::promise) return namePromise(record);
    if (record.table != VatTable::store) return;
    const auto known = parseStore(record.value);
    if (!known) return fault("the record of a store is damaged");
    Id id = static_cast<Id>(1 + 3 * record.vat) + static_cast<Id>(Bound::baggage);
    if (record.id != kBaggageId) id = static_cast<Id>(std::stoul(known->keyName.substr(1)));
    graph_.serials[{record.vat, record.id}] = id;
    StoredStore made{record.vat, Sort::strongStore, {}, {}, 0};
    if (known->strength == Strength::weak) made.sort = Sort::weakStore;
    if (!graph_.stores.try_emplace(id, std::move(made)).second)
      fault("store " + std::to_string(id) + " is stored twice");
  }

  // Its value is { p, v }; a rejected one has no name.
  void namePromise(const Record& record) {
    const auto promise = parsePromise(record.value);
    if (!promise) return fault("the record of a promise is damaged");
    if (promise->rejected) return;
    BodyReader reader(promise->value.body, promise->value.slots.size());
    reader.next();
    reader.next();
    const BodyItem item = reader.next();
    const auto* serial = std::get_if<double>(&item);
    if (serial == nullptr) return fault("the value of a promise has no serial number");
    const Id label = static_cast<Id>(*serial);
    graph_.labels[{record.vat, record.id}] = label;
    if (!graph_.promises.emplace(PromiseName{record.vat, label}, kNothing).second)
      fault("promise " + std::to_string(label) + " is stored twice");
  }

  void follow(const Record& record) {
    switch (record.table) {
      case VatTable::state:
        return followState(record);
      case VatTable::entry:
      case VatTable::weakEntry:
        return followEntry(record);
      case VatTable::promise:
        return followPromise(record);
      default:
        return;
    }
  }

  void followState(const Record& record) {
    const auto serial = graph_.serials.find({record.vat, record.id});
    const auto state = parseState(record.value);
    if (serial == graph_.serials.end() || !state) return;
    const std::vector<Id> slots = named(record.vat, state->values.slots);
    BodyReader reader(state->values.body, slots.size());
    reader.next();
    StoredNode& node = graph_.nodes.at(serial->second);
    for (std::vector<Id>& field : node.fields) addRefs(reader, slots, field);
  }

  void followEntry(const Record& record) {
    const auto serial = graph_.serials.find({record.vat, record.id});
    const auto data = parseCapData(record.value);
    if (serial == graph_.serials.end() || !data)
      return fault("an entry of no store, or a damaged one");
    StoredStore& store = graph_.stores.at(serial->second);
    const std::vector<Id> slots = named(record.vat, data->slots);
    BodyReader reader(data->body, slots.size());
    std::vector<Id> refs;
    addRefs(reader, slots, refs);
    const Id value = refs.empty() ? kNothing : refs.front();
    if (store.sort == Sort::weakStore) return addObjectEntry(store, weakKey(record), value);
    const kernel::StoreKey key = kernel::parseStoreKey(record.tail);
    if (const auto* number = std::get_if<double>(&key)) {
      store.byNumber[static_cast<uint64_t>(*number)] = value;
    } else if (std::holds_alternative<kernel::ObjectStoreKey>(key)) {
      addObjectEntry(store, slots.empty() ? kUnnamed : slots.front(), value);
    }
  }

  void addObjectEntry(StoredStore& store, Id key, Id value) {
    if (key == kUnnamed) {
      ++store.unnamedKeys;
    } else if (!store.byObject.emplace(key, value).second) {
      fault("a store has two entries for " + std::to_string(key));
    }
  }

  Id weakKey(const Record& record) {
    std::string_view tail = record.tail;
    uint64_t key = 0;
    return takeOrderedVarint(tail, key) ? serialOf(graph_, record.vat, key) : kUnnamed;
  }

  void followPromise(const Record& record) {
    const auto label = graph_.labels.find({record.vat, record.id});
    const auto promise = parsePromise(record.value);
    if (label == graph_.labels.end() || !promise) return;
    const std::vector<Id> slots = named(record.vat, promise->value.slots);
    BodyReader reader(promise->value.body, slots.size());
    std::vector<Id> refs;
    addRefs(reader, slots, refs);
    if (!refs.empty()) graph_.promises[{record.vat, label->second}] = refs.front();
  }

  Id named(size_t vat, const Vref& ref) const { return serialOf(graph_, vat, ref.key()); }

  std::vector<Id> named(size_t vat, const std::vector<Vref>& refs) const {
    std::vector<Id> ids;
    ids.reserve(refs.size());
    for (const Vref& ref : refs) ids.push_back(named(vat, ref));
    return ids;
  }

  void addName(size_t vat, uint64_t, const Vref& ref) {
    const Id id = named(vat, ref);
    if (id == kUnnamed) return;
    if (ref.isImport()) {
      graph_.imports.at(vat).insert(id);
    } else {
      graph_.exports.insert(id);
    }
  }

  void fault(std::string what) { graph_.faults.push_back(std::move(what)); }

  const store::Store& store_;
  StoredGraph graph_;
  std::map<VatId, size_t> places_;
  std::vector<Record> records_;
  std::vector<std::pair<size_t, std::pair<uint64_t, Vref>>> names_;
};

}  // namespace

Id serialOf(const StoredGraph& stored, size_t vat, RefKey key) {
  Home home{vat, key / 2};
  if (key % 2 == 1) {
    const auto found = stored.homes.find(key / 2);
    if (found == stored.homes.end()) return kUnnamed;
    home = found->second;
  }
  const auto serial = stored.serials.find(home);
  return serial == stored.serials.end() ? kUnnamed : serial->second;
}

StoredGraph readStoredGraph(const store::Store& store) { return Reader(store).read(); }

}  // namespace keeve::campaign
