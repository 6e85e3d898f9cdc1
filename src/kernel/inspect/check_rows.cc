#include "kernel/inspect/check_rows.h"

#include <optional>

#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

struct Pair {
  uint64_t first = 0;
  uint64_t second = 0;
};

std::optional<Pair> pairIn(std::string_view rest) {
  Pair pair;
  if (!takeOrderedVarint(rest, pair.first) || !takeOrderedVarint(rest, pair.second) ||
      !rest.empty())
    return std::nullopt;
  return pair;
}

std::string nameOf(VatId vat) { return "vat " + std::to_string(vat.number()); }

std::string objectText(uint64_t object) { return toText(Kref{KrefKind::object, object}); }

}  // namespace

bool RowsChecker::look(std::string_view key, std::string_view value) {
  const char table = key.empty() ? '\0' : key.front();
  if (table != 'R' && table != 'G' && table != 'Z') return false;
  const auto pair = pairIn(key.substr(1));
  if (!pair) {
    report_.add(std::string("a key of table ") + table + " is damaged");
  } else if (table == 'R') {
    lookAtRecognizer(pair->first, VatId(pair->second), value);
  } else if (table == 'G') {
    lookAtCandidate(VatId(pair->first), pair->second, value);
  } else {
    lookAtDropped(VatId(pair->first), pair->second, value);
  }
  return true;
}

void RowsChecker::lookAtRecognizer(uint64_t object, VatId vat, std::string_view value) {
  const std::string what = "the row that " + nameOf(vat) + " recognizes " + objectText(object);
  if (!value.empty()) report_.add(what + " is damaged");
  if (!tables_.vatExists(vat)) report_.add(what + ": there is no such vat");
  const auto bytes = store_.get(nameKey(vat, {KrefKind::object, object}));
  const auto name = bytes ? parseName(*bytes) : std::nullopt;
  if (!name || name->isReachable) report_.add(what + ": the vat has no such name");
}

void RowsChecker::lookAtCandidate(VatId vat, uint64_t ref, std::string_view value) {
  const std::string what = "a candidate of " + nameOf(vat);
  const auto candidate = parseCandidate(value);
  if (!candidate) return report_.add(what + " is damaged");
  if (!tables_.vatExists(vat)) report_.add(what + ": there is no such vat");
  const Vref name{candidate->refClass, ref / 2};
  if (name.key() != ref) report_.add(what + ", " + toText(name) + ", is of the wrong class");
}

// What is named may have gone meanwhile.
void RowsChecker::lookAtDropped(VatId vat, uint64_t object, std::string_view value) {
  const std::string what = "the row that " + objectText(object) + " of " + nameOf(vat) +
                           " was let go";
  if (!value.empty()) report_.add(what + " is damaged");
  tables_.checkNumber(object, what);
  const auto bytes = store_.get(ownerKey(object));
  const auto owner = bytes ? parseOwner(*bytes) : std::nullopt;
  if (owner && owner->vat != vat) report_.add(what + ": it belongs to another");
}

void RowsChecker::lookAtFacts(VatId vat, std::string_view rest, std::string_view value) {
  uint64_t ref = 0;
  if (!takeOrderedVarint(rest, ref) || !rest.empty() || !parseFacts(value))
    report_.add(nameOf(vat) + ": facts of an object are damaged");
}

void RowsChecker::lookAtWeakKey(VatId vat, std::string_view rest, std::string_view value) {
  if (!pairIn(rest) || !value.empty())
    report_.add(nameOf(vat) + ": a row of an object's weak stores is damaged");
}

}  // namespace keeve::kernel
