#include "host/show.h"

#include "host/ref_text.h"

namespace keeve::host {

namespace {

constexpr size_t kEntriesShown = 100;

std::vector<std::string> stateLines(const kernel::Inspector& inspector, const kernel::VatInfo& vat,
                                    const kernel::StateInfo& state) {
  const SlotTexts slots = refTexts(inspector, vat, state.values.slots);
  std::vector<std::string> lines;
  size_t offset = 0;
  for (const std::string& name : state.names) {
    lines.push_back((isPlainName(name) ? name : jsonString(name)) + ": " +
                    takeValueJson(state.values.body, offset, slots));
  }
  return lines;
}

std::vector<std::string> storeLines(const kernel::Inspector& inspector, const kernel::VatInfo& vat,
                                    uint64_t id, const StoreRecord& record) {
  const bool strong = record.strength == Strength::strong;
  std::vector<std::string> lines{"key name: " + record.keyName};
  if (strong) lines.push_back("entries: " + std::to_string(record.size));
  const auto entries = inspector.entries(vat.id, id, kEntriesShown + 1);
  for (size_t i = 0; i < entries.size() && i < kEntriesShown; ++i) {
    const SlotTexts slots = refTexts(inspector, vat, entries[i].value.slots);
    size_t offset = 0;
    lines.push_back(keyText(inspector, vat, record.strength, entries[i]) + " => " +
                    takeValueJson(entries[i].value.body, offset, slots));
  }
  if (entries.size() <= kEntriesShown) return lines;
  lines.push_back(strong ? "and " + std::to_string(record.size - kEntriesShown) + " more"
                         : "and more");
  return lines;
}

}  // namespace

ObjectShow showObject(const kernel::Inspector& inspector, const std::string& ref) {
  const FoundObject found = findObject(inspector, ref);
  const kernel::VatInfo& vat = found.vat;
  const uint64_t id = found.object.ref.id;
  ObjectShow show{{ref, found.object.tag}, {}};
  if (const auto record = inspector.storeRecord(vat.id, id)) {
    show.lines = storeLines(inspector, vat, id, *record);
  } else if (const auto state = inspector.state(vat.id, id)) {
    show.lines = stateLines(inspector, vat, *state);
  }
  return show;
}

}  // namespace keeve::host
