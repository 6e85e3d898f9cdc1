#include "kernel/vat_end.h"

#include <string>

#include "kernel/heap_end.h"
#include "kernel/tables/bodies.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

void dropDeadLetter(const store::Record& record, std::vector<Effect>& effects) {
  const QueueEntry entry = orDamaged(parseQueueEntry(record.value), "dead letter");
  if (const auto* message = std::get_if<KernelMessage>(&entry.what))
    eachPromise(*message, [&](const Kref& ref) { effects.emplace_back(DropPromise{ref}); });
  if (const auto* news = std::get_if<NotifyEntry>(&entry.what))
    effects.emplace_back(DropPromise{news->promise});
}

}  // namespace

Progress deleteSome(store::CrankBuffer& buffer, VatId vat, const VatRecord& record, size_t limit,
                    std::vector<Effect>& effects) {
  const std::string promises = vatPartKey(vat, VatPart::promiseNames);
  const std::string deadLetters = deadLettersKey(vat);
  std::vector<std::string> prefixes = {promises, deadLetters, vatPartKey(vat, VatPart::objectNames),
                                       vatPartKey(vat, VatPart::exports),
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
        buffer.erase(each.key);
      }
    }
    limit -= records.size();
    if (limit == 0) return Progress::more;
  }
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
