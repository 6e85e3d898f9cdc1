#include "store/insert_hints.h"

#include <rocksdb/slice_transform.h>

#include "base/check.h"

namespace keeve::store {
namespace {

thread_local bool mayUseHints = false;

// All keys have the same prefix, and so one hint.
class OnePrefix final : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "keeve.OnePrefix"; }
  rocksdb::Slice Transform(const rocksdb::Slice&) const override { return {}; }
  bool InDomain(const rocksdb::Slice&) const override { return mayUseHints; }
};

}  // namespace

std::shared_ptr<const rocksdb::SliceTransform> insertHints() {
  return std::make_shared<OnePrefix>();
}

UseInsertHints::UseInsertHints(bool isAllowed) {
  KEEVE_CHECK(!mayUseHints);
  mayUseHints = isAllowed;
}

UseInsertHints::~UseInsertHints() { mayUseHints = false; }

}  // namespace keeve::store
