// A store in front of another, which tells when that has failed: a thread that waits for a result is
// then not left waiting, though it is another thread that heard of it.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "store/store.h"

namespace keeve::host {

class WatchedStore final : public store::Store {
 public:
  using OnFailure = std::function<void(const std::exception&)>;

  // `onFailure` is called on the thread that failed, whatever locks it holds.
  WatchedStore(std::unique_ptr<store::Store> store, OnFailure onFailure)
      : store_(std::move(store)), onFailure_(std::move(onFailure)) {}

  std::optional<std::string> get(std::string_view key) const override { return store_->get(key); }
  std::unique_ptr<store::Cursor> cursor() const override { return store_->cursor(); }
  uint64_t diskBytes() const override { return store_->diskBytes(); }
  std::string directory() const override { return store_->directory(); }
  void compact() override { store_->compact(); }
  void compactRange(std::string_view begin, std::string_view end) override {
    store_->compactRange(begin, end);
  }

  void apply(const store::WriteBatch& batch) override {
    try {
      store_->apply(batch);
    } catch (const std::exception& error) {
      onFailure_(error);
      throw;
    }
  }
  void sync() override {
    try {
      store_->sync();
    } catch (const std::exception& error) {
      onFailure_(error);
      throw;
    }
  }

 private:
  const std::unique_ptr<store::Store> store_;
  const OnFailure onFailure_;
};

}  // namespace keeve::host
