#include "sim/notebook.h"

#include <sstream>

#include "kernel/tables/schema.h"
#include "kernel/testing/kept_refs.h"
#include "protocol/vat_records.h"

namespace keeve::sim {

namespace {

constexpr uint64_t kIdEnd = 10'000'000;

uint64_t toNumber(const std::string& text) { return text.empty() ? 0 : std::stoull(text); }

}  // namespace

Amounts parseAmounts(std::string_view text) {
  Amounts amounts;
  std::istringstream in{std::string(text)};
  char end = 0;
  uint64_t number = 0;
  for (int64_t amount = 0; in >> number >> amount >> end;) amounts[number] = amount;
  return amounts;
}

std::string toText(const Amounts& amounts) {
  std::string text;
  for (const auto& [number, amount] : amounts)
    text += std::to_string(number) + " " + std::to_string(amount) + ";";
  return text;
}

std::vector<LedgerEntry> parseLedger(std::string_view text) {
  std::vector<LedgerEntry> entries;
  std::istringstream in{std::string(text)};
  char end = 0;
  for (LedgerEntry entry; in >> entry.sort >> entry.number >> entry.amount >> end;)
    entries.push_back(entry);
  return entries;
}

void Notebook::begin() {
  port_.write({VatTable::counters}, toBytes(VatCounters{kFirstFreeId, kIdEnd}));
}

std::string Notebook::text(uint64_t id) {
  const auto bytes = port_.read({VatTable::kind, id});
  return bytes ? parseKind(*bytes)->tag : "";
}

void Notebook::write(uint64_t id, const std::string& text) {
  port_.write({VatTable::kind, id}, toBytes(KindRecord{text}));
}

uint64_t Notebook::number(uint64_t id) { return toNumber(text(id)); }

uint64_t Notebook::raise(uint64_t id) {
  const uint64_t next = number(id) + 1;
  write(id, next);
  return next;
}

std::vector<Vref> Notebook::roots() { return kernel::keptRefs(port_); }

void Notebook::keepRoots(const std::vector<Vref>& roots) { kernel::keepRefs(port_, roots); }

std::string noteText(const store::Store& store, kernel::VatId vat, uint64_t id) {
  const auto bytes = store.get(kernel::vatDataKey(vat, {VatTable::kind, id}));
  return bytes ? parseKind(*bytes)->tag : "";
}

uint64_t noteNumber(const store::Store& store, kernel::VatId vat, uint64_t id) {
  return toNumber(noteText(store, vat, id));
}

}  // namespace keeve::sim
