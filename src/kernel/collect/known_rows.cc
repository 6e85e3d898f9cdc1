#include "kernel/collect/known_rows.h"

#include "kernel/tables/schema.h"
#include "protocol/vat_key.h"

namespace keeve::kernel {

namespace {

constexpr size_t kRowsMax = 10'000;

}  // namespace

void KnownRows::load(const store::Store& store, const std::string& prefix) {
  const std::lock_guard lock(mutex_);
  if (state_ != State::unread) return;
  state_ = State::known;
  const auto cursor = store.cursor();
  for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix); cursor->next()) {
    std::string_view rest = cursor->key().substr(prefix.size());
    uint64_t number = 0;
    if (!takeOrderedVarint(rest, number) || rows_.size() == kRowsMax) {
      state_ = State::tooMany;
      rows_ = {};
      return;
    }
    rows_.insert(number);
  }
}

void KnownRows::note(uint64_t number, bool isThere) {
  const std::lock_guard lock(mutex_);
  if (state_ != State::known) return;
  if (!isThere) {
    rows_.erase(number);
  } else if (rows_.size() < kRowsMax) {
    rows_.insert(number);
  } else {
    state_ = State::tooMany;
    rows_ = {};
  }
}

void KnownOfVat::load(const store::Store& store, uint64_t vat) {
  const VatId id(vat);
  candidates.load(store, candidatesKey(id));
  facts.load(store, vatPartKey(id, VatPart::facts));
  exports.load(store, vatPartKey(id, VatPart::exports) + exportGroup(Vref{kFirstShapeClass, 0}));
}

}  // namespace keeve::kernel
