#include "kernel/tables/schema.h"

#include "base/check.h"

namespace keeve::kernel {

namespace {

std::string numbered(char table, uint64_t first) {
  std::string key(1, table);
  appendOrderedVarint(key, first);
  return key;
}

std::string numbered(char table, uint64_t first, uint64_t second) {
  std::string key = numbered(table, first);
  appendOrderedVarint(key, second);
  return key;
}

}  // namespace

std::string vatNameKey(std::string_view name) { return "N" + std::string(name); }
std::string ownerKey(uint64_t object) { return numbered('O', object); }
std::string recognizerKey(uint64_t object, VatId vat) {
  return numbered('R', object, vat.number());
}
std::string recognizersKey(uint64_t object) { return numbered('R', object); }
std::string candidateKey(VatId vat, RefKey ref) { return numbered('G', vat.number(), ref); }
std::string candidatesKey(VatId vat) { return numbered('G', vat.number()); }
std::string droppedExportKey(VatId vat, uint64_t object) {
  return numbered('Z', vat.number(), object);
}
std::string droppedExportsKey(VatId vat) { return numbered('Z', vat.number()); }
std::string promiseKey(uint64_t promise) { return numbered('P', promise); }
std::string waitingKey(uint64_t promise, uint64_t n) { return numbered('M', promise, n); }
std::string queueKey(VatId vat, uint64_t n) { return numbered('Q', vat.number(), n); }
std::string deadLetterKey(VatId vat, uint64_t n) { return numbered('L', vat.number(), n); }
std::string deadLettersKey(VatId vat) { return numbered('L', vat.number()); }
std::string roleKey(uint64_t object) { return numbered('K', object); }
std::string hostObjectKey(std::string_view name) { return "U" + std::string(name); }
std::string openHostCallKey(uint64_t key) { return numbered('X', key); }
std::string sourceNameKey(std::string_view name) { return "S" + std::string(name); }

std::string vatPartKey(VatId vat, VatPart part) {
  std::string key = numbered('V', vat.number());
  key.push_back(static_cast<char>(part));
  return key;
}

std::string sourceKey(VatId vat, std::string_view url) {
  return vatPartKey(vat, VatPart::source).append(url);
}

std::string importKey(VatId vat, std::string_view referrer, std::string_view specifier) {
  std::string key = vatPartKey(vat, VatPart::import);
  key.append(referrer).push_back('\0');
  return key.append(specifier);
}

std::string nameKey(VatId vat, const Kref& ref) {
  std::string key = vatPartKey(vat, ref.isPromise() ? VatPart::promiseNames : VatPart::objectNames);
  appendOrderedVarint(key, ref.id);
  return key;
}

std::string exportKey(VatId vat, const Vref& ref) {
  KEEVE_CHECK(!ref.isImport(), ref.refClass);
  std::string key = vatPartKey(vat, VatPart::exports);
  key.push_back(exportGroup(ref));
  appendOrderedVarint(key, ref.id);
  return key;
}

std::string factsKey(VatId vat, RefKey ref) {
  std::string key = vatPartKey(vat, VatPart::facts);
  appendOrderedVarint(key, ref);
  return key;
}

std::string weakKeysKey(VatId vat, RefKey ref) {
  std::string key = vatPartKey(vat, VatPart::weakKeys);
  appendOrderedVarint(key, ref);
  return key;
}

std::string weakKeyKey(VatId vat, RefKey ref, uint64_t store) {
  std::string key = weakKeysKey(vat, ref);
  appendOrderedVarint(key, store);
  return key;
}

std::string vatDataKey(VatId vat, const VatKey& rest) {
  std::string key = vatPartKey(vat, VatPart::data);
  assignVatDataKey(key, key.size(), rest);
  return key;
}

void assignVatDataKey(std::string& key, size_t prefixBytes, const VatKey& rest) {
  key.resize(prefixBytes);
  key.push_back(static_cast<char>(rest.table));
  appendOrderedVarint(key, rest.id);
  key.append(rest.tail);
}

std::string tableKey(char table) { return std::string(1, table); }

std::string pastPrefix(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) end.pop_back();
  KEEVE_CHECK(!end.empty());
  ++end.back();
  return end;
}

char exportGroup(const Vref& ref) {
  if (ref.refClass == kHeapObjectClass) return 'h';
  return ref.isPromise() ? 'p' : 'o';
}

}  // namespace keeve::kernel
