#include "kernel/collect/row_reader.h"

namespace keeve::kernel {
namespace {

constexpr int kStepsMax = 16;  // beyond, it is cheaper to look for the key

}  // namespace

std::optional<std::string_view> RowReader::find(const std::string& key) {
  moveTo(key);
  last_ = key;
  if (!cursor_->valid() || cursor_->key() != key) return std::nullopt;
  return cursor_->value();
}

void RowReader::moveTo(const std::string& key) {
  const bool isNew = !cursor_;
  if (isNew) cursor_ = store_.cursor();
  if (isNew || key < last_) return cursor_->seek(key);
  for (int steps = 0; cursor_->valid() && cursor_->key() < key; ++steps) {
    if (steps == kStepsMax) return cursor_->seek(key);
    cursor_->next();
  }
}

}  // namespace keeve::kernel
