// What becomes of a vat's names when its heap is gone (SPEC §8.3): promises that it would have
// decided are rejected, its heap objects are dead, and no promise has a name in it any more.
// Virtual objects, stores, the root and what it imports keep theirs.
#include "kernel/bodies.h"
#include "kernel/damage.h"
#include "kernel/router.h"
#include "kernel/schema.h"
#include "kernel/vat_table.h"

namespace keeve::kernel {

namespace {

constexpr size_t kBatch = 256;

// Calls `visit` with each record under `prefix`; it may erase the record.
template <class Visit>
void eachRecord(store::CrankBuffer& buffer, const std::string& prefix, const Visit& visit) {
  std::string next = prefix;
  const std::string end = pastPrefix(prefix);
  for (;;) {
    const auto records = buffer.scan(next, end, kBatch);
    for (const store::Record& record : records) visit(record);
    if (records.size() < kBatch) return;
    next = records.back().key + '\0';
  }
}

}  // namespace

void Router::restarted(VatId vat, uint64_t incarnation) {
  endPromises(vat, incarnation);
  endHeapObjects(vat, incarnation);
}

void Router::endPromises(VatId vat, uint64_t incarnation) {
  const std::string prefix = vatPartKey(vat, VatPart::promiseNames);
  const std::string reason = vatRestartedBody(vats_.get(vat).name(), incarnation);
  eachRecord(buffer_, prefix, [&](const store::Record& record) {
    std::string_view rest = std::string_view(record.key).substr(prefix.size());
    Kref ref{KrefKind::promise, 0};
    if (!takeOrderedVarint(rest, ref.id) || !rest.empty())
      throw store::StoreError("a c-list key is damaged: see `keeve check`");
    const Vref name = orDamaged(parseVref(record.value), "c-list");
    const KernelPromise known = promise(ref);
    const auto* undecided = std::get_if<Undecided>(&known.state);
    if (undecided && undecided->decider == vat) act(Settle{ref, true, {reason, {}}});
    buffer_.erase(record.key);
    if (!name.isImport()) buffer_.erase(exportKey(vat, name));
    act(DropPromise{ref});
  });
}

void Router::endHeapObjects(VatId vat, uint64_t incarnation) {
  std::string prefix = vatPartKey(vat, VatPart::exports);
  prefix.push_back(exportGroup(Vref{kHeapObjectClass, 0}));
  const std::string rootKey = exportKey(vat, Vref{kHeapObjectClass, kRootId});
  eachRecord(buffer_, prefix, [&](const store::Record& record) {
    if (record.key == rootKey) return;
    const Kref ref = orDamaged(parseExport(record.value), "c-list").ref;
    buffer_.erase(record.key);
    buffer_.erase(nameKey(vat, ref));
    buffer_.put(ownerKey(ref.id), toBytes(OwnerRecord{vat, incarnation}));
  });
}

}  // namespace keeve::kernel
