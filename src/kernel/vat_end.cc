#include "kernel/vat_end.h"

#include <string>

#include "kernel/heap_end.h"
#include "kernel/tables/bodies.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

void dropDeadLetter(const store::Record& record, Effects& effects) {
  const QueueEntry entry = orDamaged(parseQueueEntry(record.value), "dead letter");
  if (const auto* message = std::get_if<KernelMessage>(&entry.what))
    eachRef(*message, [&](const Kref& ref) { effects.emplace_back(DropRef{ref}); });
  if (const auto* news = std::get_if<NotifyEntry>(&entry.what))
    effects.emplace_back(DropRef{news->promise});
}

void leaveImport(VatId vat, const std::string& prefix, const store::Record& record,
                 Effects& effects) {
  const NameRecord name = orDamaged(parseName(record.value), "c-list");
  std::string_view rest = std::string_view(record.key).substr(prefix.size());
  Kref ref{KrefKind::object, 0};
  if (!takeOrderedVarint(rest, ref.id))
    throw store::StoreError("a c-list key is damaged: see `keeve check`");
  if (!name.name.isImport()) return;
  if (name.isReachable) {
    effects.emplace_back(LeaveImport{ref, vat, Afterwards::forgotten});
  } else {
    effects.emplace_back(ForgetImport{ref, vat});
  }
}

void endExport(const store::Record& record, Effects& effects) {
  const Kref ref = orDamaged(parseExport(record.value), "c-list").ref;
  if (!ref.isPromise()) effects.emplace_back(EndObject{ref});
}

}  // namespace

Progress deleteSome(store::CrankBuffer& buffer, VatId vat, const VatRecord& record, size_t limit,
                    Effects& effects) {
  const std::string promises = vatPartKey(vat, VatPart::promiseNames);
  const std::string deadLetters = deadLettersKey(vat);
  const std::string names = vatPartKey(vat, VatPart::objectNames);
  const std::string exports = vatPartKey(vat, VatPart::exports);
  std::vector<std::string> prefixes = {promises,
                                       deadLetters,
                                       names,
                                       exports,
                                       candidatesKey(vat),
                                       droppedExportsKey(vat),
                                       vatPartKey(vat, VatPart::facts),
                                       vatPartKey(vat, VatPart::weakKeys),
                                       vatPartKey(vat, VatPart::data)};
  if (!record.source.empty()) {
    prefixes.push_back(vatPartKey(vat, VatPart::source));
    prefixes.push_back(vatPartKey(vat, VatPart::import));
  }
  const std::string reason = vatTerminatedBody(record.settings.name);
  for (const std::string& prefix : prefixes) {
    const auto records = buffer.scan(prefix, pastPrefix(prefix), limit);
    for (const store::Record& each : records) {
      if (prefix == promises) {
        endPromiseName(buffer, vat, each, reason, effects);
      } else {
        if (prefix == deadLetters) dropDeadLetter(each, effects);
        if (prefix == names) leaveImport(vat, prefix, each, effects);
        if (prefix == exports) endExport(each, effects);
        buffer.erase(each.key);
      }
    }
    limit -= records.size();
    if (limit == 0) return Progress::more;
  }
  for (const Kref& slot : record.parameters.slots) effects.emplace_back(DropRef{slot});
  return Progress::done;
}

VatRecord goneRecord(const VatRecord& record) {
  VatRecord gone;
  gone.settings.name = record.settings.name;
  gone.incarnation = record.incarnation;
  gone.state = VatState::gone;
  gone.root = record.root;
  gone.source = record.source;
  return gone;
}

}  // namespace keeve::kernel
