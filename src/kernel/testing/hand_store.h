// A store whose records a test writes one by one, as vats and their collector would leave them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kernel/tables/bodies.h"
#include "kernel/tables/records.h"
#include "kernel/tables/schema.h"
#include "kernel/tables/store_key.h"
#include "protocol/body_writer.h"
#include "protocol/vat_records.h"
#include "store/memory_store.h"

namespace keeve::kernel {

class HandStore {
 public:
  using Slots = std::vector<Vref>;

  const store::Store& store() const { return store_; }

  void put(const std::string& key, const std::string& value) {
    store::WriteBatch batch;
    batch.put(key, value);
    store_.apply(batch);
  }
  void erase(const std::string& key) {
    store::WriteBatch batch;
    batch.erase(key);
    store_.apply(batch);
  }
  void keep(VatId vat, const VatKey& key, const std::string& value) {
    put(vatDataKey(vat, key), value);
  }

  void addVat(VatId vat, const std::string& name, VatState state = VatState::running) {
    VatRecord record;
    record.settings.name = name;
    record.incarnation = 1;
    record.state = state;
    put(vatNameKey(name), toBytes(vat));
    put(vatPartKey(vat, VatPart::record), toBytes(record));
  }

  // Each slot is a property of an open state, `a`, `b` and so on.
  void addState(VatId vat, uint64_t id, const Slots& slots) {
    std::vector<std::string> names;
    for (size_t i = 0; i < slots.size(); ++i)
      names.push_back(std::string("\x81") + static_cast<char>('a' + i));
    std::string state;
    appendStateHead(state, 1, names);
    appendCapData(state, {references(slots), slots});
    keep(vat, {VatTable::state, id, {}}, state);
  }
  void addStore(VatId vat, const Vref& ref) {
    const bool isWeak = ref.refClass == kWeakStoreClass;
    keep(vat, {VatTable::store, ref.id, {}},
         toBytes(StoreRecord{isWeak ? Strength::weak : Strength::strong, 0, 0, "key"}));
  }
  void addEntry(VatId vat, uint64_t id, std::string_view key, const Slots& slots) {
    keep(vat, {VatTable::entry, id, key}, entry(slots));
  }
  void addWeakEntry(VatId vat, uint64_t id, const Vref& key, const Slots& slots) {
    std::string tail;
    appendOrderedVarint(tail, key.key());
    keep(vat, {VatTable::weakEntry, id, tail}, entry(slots));
  }
  void addPromise(VatId vat, uint64_t id, const Slots& slots) {
    keep(vat, {VatTable::promise, id, {}},
         toBytes(keeve::PromiseRecord{false, {arrayOf(slots), slots}}));
  }
  // `name` with its sort before it: "sname".
  void bind(VatId vat, const std::string& name, uint64_t id) {
    std::string number;
    appendVarint(number, id);
    keep(vat, {VatTable::binding, id, name}, number);
  }
  // Makes the baggage hold the object.
  void bindObject(VatId vat, uint64_t id) {
    addEntry(vat, kBaggageId, "sobject" + std::to_string(id), {virtualObjectRef(0, id)});
  }

  void addFacts(VatId vat, const Vref& ref, const ObjectFacts& facts) {
    put(factsKey(vat, ref.key()), toBytes(facts));
  }
  void addCandidate(VatId vat, const Vref& ref, bool isDying = false) {
    put(candidateKey(vat, ref.key()), toBytes(Candidate{ref.refClass, isDying}));
  }
  void addExport(VatId vat, const Vref& ref, uint64_t kref, const OwnerRecord& owner) {
    const Kref name{KrefKind::object, kref};
    put(ownerKey(kref), toBytes(owner));
    put(nameKey(vat, name), toBytes(NameRecord{ref, true}));
    put(exportKey(vat, ref), toBytes(ExportRecord{name, ref.refClass}));
  }
  void addImport(VatId vat, uint64_t kref, bool isReachable) {
    const NameRecord record{{kImportClass, kref}, isReachable};
    put(nameKey(vat, {KrefKind::object, kref}), toBytes(record));
    if (!isReachable) put(recognizerKey(kref, vat), "");
  }

 private:
  static void writeReferences(BodyWriter& writer, const Slots& slots) {
    for (size_t i = 0; i < slots.size(); ++i) {
      if (slots[i].isPromise()) {
        writer.promise(i);
      } else {
        writer.remotable(i, "");
      }
    }
  }
  static std::string references(const Slots& slots) {
    BodyWriter writer;
    writeReferences(writer, slots);
    return writer.take();
  }
  static std::string arrayOf(const Slots& slots) {
    BodyWriter writer;
    writer.array(slots.size());
    writeReferences(writer, slots);
    return writer.take();
  }
  static std::string entry(const Slots& slots) {
    std::string out;
    appendCapData(out, {arrayOf(slots), slots});
    return out;
  }

  store::MemoryStore store_;
};

}  // namespace keeve::kernel
