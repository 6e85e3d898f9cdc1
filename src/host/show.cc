#include "host/show.h"

#include <charconv>
#include <optional>
#include <stdexcept>

#include "host/value_json.h"
#include "protocol/body_item.h"

namespace keeve::host {

namespace {

constexpr size_t kEntriesShown = 100;

struct RefWords {
  std::string vat;
  char letter = 0;
  uint64_t id = 0;
};

RefWords parseRef(const std::string& ref) {
  const size_t colon = ref.rfind(':');
  const std::string hint =
      "\"" + ref + "\" is no REF: name an object as `keeve objects` does, like main:o17";
  if (colon == std::string::npos || colon + 2 >= ref.size()) throw std::invalid_argument(hint);
  RefWords words{ref.substr(0, colon), ref[colon + 1], 0};
  const char* end = ref.data() + ref.size();
  const auto [stopped, error] = std::from_chars(ref.data() + colon + 2, end, words.id);
  if (error != std::errc() || stopped != end) throw std::invalid_argument(hint);
  return words;
}

// References of values in `vat`, as REFs.
SlotTexts refsOf(const kernel::Inspector& inspector, const kernel::VatInfo& vat,
                 const std::vector<Vref>& slots) {
  SlotTexts texts;
  for (const Vref& slot : slots) {
    const auto [home, name] = inspector.home(vat, slot);
    texts.push_back(home + ":" + toText(name));
  }
  return texts;
}

bool isPlainName(const std::string& name) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$";
  return !name.empty() && name.find_first_not_of(kPlain) == std::string::npos;
}

std::vector<std::string> stateLines(const kernel::Inspector& inspector, const kernel::VatInfo& vat,
                                    const kernel::StateInfo& state) {
  const SlotTexts slots = refsOf(inspector, vat, state.values.slots);
  std::vector<std::string> lines;
  size_t offset = 0;
  for (const std::string& name : state.names) {
    lines.push_back((isPlainName(name) ? name : jsonString(name)) + ": " +
                    takeValueJson(state.values.body, offset, slots));
  }
  return lines;
}

struct KeyText {
  Strength strength;
  const SlotTexts& slots;  // of the entry

  std::string operator()(const kernel::ObjectStoreKey& key) const {
    if (strength == Strength::strong) return slots.empty() ? "?" : slots.front();
    return (key.ordinal % 2 == 1 ? "import " : "object ") + std::to_string(key.ordinal / 2);
  }
  std::string operator()(bool key) const { return key ? "true" : "false"; }
  std::string operator()(double key) const { return numberText(key); }
  std::string operator()(const kernel::BigIntStoreKey& key) const {
    return BodyBigInt{key.negative, key.magnitude}.text() + "n";
  }
  std::string operator()(const kernel::StringStoreKey& key) const { return jsonString(key.utf8); }
  std::string operator()(const kernel::NullStoreKey&) const { return "null"; }
  std::string operator()(const kernel::UndefinedStoreKey&) const { return "undefined"; }
  std::string operator()(const kernel::DamagedStoreKey&) const { return "<damaged>"; }
};

std::vector<std::string> storeLines(const kernel::Inspector& inspector, const kernel::VatInfo& vat,
                                    uint64_t id, const StoreRecord& record) {
  const bool strong = record.strength == Strength::strong;
  std::vector<std::string> lines{"key name: " + record.keyName};
  if (strong) lines.push_back("entries: " + std::to_string(record.size));
  const auto entries = inspector.entries(vat.id, id, kEntriesShown + 1);
  for (size_t i = 0; i < entries.size() && i < kEntriesShown; ++i) {
    const SlotTexts slots = refsOf(inspector, vat, entries[i].value.slots);
    size_t offset = 0;
    lines.push_back(std::visit(KeyText{record.strength, slots}, entries[i].key) + " => " +
                    takeValueJson(entries[i].value.body, offset, slots));
  }
  if (entries.size() <= kEntriesShown) return lines;
  lines.push_back(strong ? "and " + std::to_string(record.size - kEntriesShown) + " more"
                         : "and more");
  return lines;
}

}  // namespace

ObjectShow showObject(const kernel::Inspector& inspector, const std::string& ref) {
  const RefWords words = parseRef(ref);
  const auto vat = inspector.vat(words.vat);
  if (!vat)
    throw std::runtime_error("there is no vat \"" + words.vat + "\": `keeve vats` lists them");
  const auto object = inspector.object(vat->id, words.id);
  if (!object || toText(object->ref) != words.letter + std::to_string(words.id)) {
    throw std::runtime_error("vat " + words.vat + " keeps no " + ref +
                             ": `keeve objects` lists what it keeps");
  }
  ObjectShow show{{ref, object->tag}, {}};
  if (const auto record = inspector.storeRecord(vat->id, words.id)) {
    show.lines = storeLines(inspector, *vat, words.id, *record);
  } else if (const auto state = inspector.state(vat->id, words.id)) {
    show.lines = stateLines(inspector, *vat, *state);
  }
  return show;
}

}  // namespace keeve::host
