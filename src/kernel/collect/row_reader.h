// Reads rows of a store that lie near each other, in the order of their keys: that takes a step of one cursor each, a tenth of
// what it takes to look each of them up.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/store.h"

namespace keeve::kernel {

class RowReader {
 public:
  // `store` must outlive it.
  explicit RowReader(const store::Store& store) : store_(store) {}

  // The row under `key`, as it stood at the first call after release(); good until the next call. Keys that ascend by little are
  // cheap.
  std::optional<std::string_view> find(const std::string& key);

  void release() { cursor_.reset(); }

 private:
  void moveTo(const std::string& key);

  const store::Store& store_;
  std::unique_ptr<store::Cursor> cursor_;
  std::string last_;  // that was looked for; the cursor is on it or on the next that there is
};

}  // namespace keeve::kernel
