#include "host/ref_text.h"

#include <charconv>
#include <stdexcept>

#include "protocol/body_item.h"

namespace keeve::host {

namespace {

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

struct KeyText {
  const kernel::Inspector& inspector;
  const kernel::VatInfo& vat;
  Strength strength;
  const kernel::EntryInfo& entry;

  std::string operator()(const kernel::ObjectStoreKey& key) const {
    if (strength == Strength::weak) return weakKey(key.ordinal);
    const auto& slots = entry.value.slots;
    return slots.empty() ? "?" : refText(inspector, vat, slots.front());
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

 private:
  // Of a weak store, the place of an object among its keys is its RefKey.
  std::string weakKey(RefKey ref) const {
    if (ref % 2 == 1) return refText(inspector, vat, {kImportClass, ref / 2});
    const auto object = inspector.object(vat.id, ref / 2);
    return refText(inspector, vat, object ? object->ref : Vref{kHeapObjectClass, ref / 2});
  }
};

}  // namespace

FoundObject findObject(const kernel::Inspector& inspector, const std::string& ref) {
  const RefWords words = parseRef(ref);
  auto vat = inspector.vat(words.vat);
  if (!vat)
    throw std::runtime_error("there is no vat \"" + words.vat + "\": `keeve vats` lists them");
  auto object = inspector.object(vat->id, words.id);
  if (!object || toText(object->ref) != words.letter + std::to_string(words.id)) {
    throw std::runtime_error("vat " + words.vat + " keeps no " + ref +
                             ": `keeve objects` lists what it keeps");
  }
  return {std::move(*vat), std::move(*object)};
}

std::string refText(const kernel::Inspector& inspector, const kernel::VatInfo& vat,
                    const Vref& ref) {
  const auto [home, name] = inspector.home(vat, ref);
  return home + ":" + toText(name);
}

SlotTexts refTexts(const kernel::Inspector& inspector, const kernel::VatInfo& vat,
                   const std::vector<Vref>& refs) {
  SlotTexts texts;
  for (const Vref& ref : refs) texts.push_back(refText(inspector, vat, ref));
  return texts;
}

std::string keyText(const kernel::Inspector& inspector, const kernel::VatInfo& vat,
                    Strength strength, const kernel::EntryInfo& entry) {
  return std::visit(KeyText{inspector, vat, strength, entry}, entry.key);
}

bool isPlainName(const std::string& name) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$";
  return !name.empty() && name.find_first_not_of(kPlain) == std::string::npos;
}

}  // namespace keeve::host
