#include "kernel/collect/known_rows.h"

#include "kernel/tables/schema.h"
#include "protocol/vat_key.h"

namespace keeve::kernel {

namespace {

constexpr size_t kRowsReadMax = 10'000;  // of those that are there when the kernel begins
constexpr size_t kChunksMax = 1000;      // some half a megabyte

}  // namespace

void KnownRows::load(const store::Store& store, const std::string& prefix) {
  const std::lock_guard lock(mutex_);
  if (state_ != State::unread) return;
  state_ = State::known;
  size_t count = 0;
  const auto cursor = store.cursor();
  for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix); cursor->next()) {
    std::string_view rest = cursor->key().substr(prefix.size());
    uint64_t number = 0;
    if (!takeOrderedVarint(rest, number) || ++count > kRowsReadMax) return giveUp();
    insert(number);
    if (state_ != State::known) return;
  }
}

void KnownRows::note(uint64_t number, bool isThere) {
  const std::lock_guard lock(mutex_);
  if (state_ != State::known) return;
  if (isThere) {
    insert(number);
  } else {
    erase(number);
  }
}

void KnownRows::insert(uint64_t number) {
  Chunk& chunk = chunks_[number / kChunk];
  if (chunk.rows.test(number % kChunk)) return;
  chunk.rows.set(number % kChunk);
  ++chunk.count;
  if (chunks_.size() > kChunksMax) giveUp();
}

void KnownRows::erase(uint64_t number) {
  const auto chunk = chunks_.find(number / kChunk);
  if (chunk == chunks_.end() || !chunk->second.rows.test(number % kChunk)) return;
  chunk->second.rows.reset(number % kChunk);
  if (--chunk->second.count == 0) chunks_.erase(chunk);
}

void KnownRows::giveUp() {
  state_ = State::tooMany;
  chunks_ = {};
}

void KnownOfVat::load(const store::Store& store, uint64_t vat) {
  const VatId id(vat);
  candidates.load(store, candidatesKey(id));
  facts.load(store, vatPartKey(id, VatPart::facts));
  exports.load(store, vatPartKey(id, VatPart::exports) + exportGroup(Vref{kFirstShapeClass, 0}));
}

}  // namespace keeve::kernel
