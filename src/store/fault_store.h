// A store for tests that fails when it is told to, and that loses at a crash what a machine may
// lose: it stands before any other store, and takes back the batches that were not synced.
//
// A failed apply() may have reached the medium or not (the seed decides), as on a real one. crash()
// may be called when no other call is under way; afterwards the store is as a process finds it that
// opens it anew.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/random.h"
#include "store/store.h"

namespace keeve::store {

class FaultStore final : public Store {
 public:
  // The calls to fail, counted from now on: 0 is the next one.
  struct Plan {
    std::optional<uint64_t> failGet = {};
    std::optional<uint64_t> failApply = {};
    std::optional<uint64_t> failSync = {};
  };

  FaultStore(std::unique_ptr<Store> under, uint64_t seed);

  void plan(const Plan& plan);

  // Loses some (none to all, by the seed) of the batches that were applied and not synced, the
  // newest first. Returns how many are left of all that were ever applied, failed ones included
  // where they had reached the medium.
  uint64_t crash();

  // What directory() says from now on.
  void keepFilesIn(std::string directory) { directory_ = std::move(directory); }

  uint64_t appliedCount() const;  // batches; less those lost in crashes
  uint64_t syncedCount() const;   // of them, those that a crash does not lose

  std::optional<std::string> get(std::string_view key) const override;
  std::unique_ptr<Cursor> cursor() const override;
  void apply(const WriteBatch& batch) override;
  void sync() override;
  void compact() override { under_->compact(); }
  void compactRange(std::string_view begin, std::string_view end) override {
    under_->compactRange(begin, end);
  }
  uint64_t diskBytes() const override;
  std::string directory() const override { return directory_; }

 private:
  void applyUndoably(const WriteBatch& batch);
  void expectNoFailure() const;

  const std::unique_ptr<Store> under_;
  std::string directory_;
  mutable std::mutex mutex_;  // over what follows
  Random random_;
  mutable Plan plan_;
  bool failed_ = false;
  uint64_t applied_ = 0;
  std::deque<WriteBatch> undo_;  // one a batch that is not synced: what stood there before it
};

}  // namespace keeve::store
