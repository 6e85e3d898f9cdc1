// Which rows of a table of one vat's there are, where that takes little memory: a look into the store for a row that is not there
// costs as much as all else that is done for an object. For any thread.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "protocol/vref.h"
#include "store/store.h"

namespace keeve::kernel {

class KnownRows {
 public:
  // Whether a row may stand under the number; true while nothing is known.
  bool mayHave(uint64_t number) const {
    const std::lock_guard lock(mutex_);
    return state_ != State::known || has(number);
  }

  // Takes in the rows whose keys start with `prefix` and end with their number, if that was not done before. With the kernel's
  // lock held, so that nothing is committed meanwhile.
  void load(const store::Store& store, const std::string& prefix);

  // A commit has written or erased the row.
  void note(uint64_t number, bool isThere);

 private:
  enum class State : uint8_t { unread, known, tooMany };

  // Numbers come close together: neighbours share a chunk of half a kilobyte.
  static constexpr uint64_t kChunk = 4096;
  struct Chunk {
    std::bitset<kChunk> rows;
    size_t count = 0;
  };

  bool has(uint64_t number) const {
    const auto chunk = chunks_.find(number / kChunk);
    return chunk != chunks_.end() && chunk->second.rows.test(number % kChunk);
  }
  void insert(uint64_t number);
  void erase(uint64_t number);
  void giveUp();

  mutable std::mutex mutex_;
  State state_ = State::unread;
  std::unordered_map<uint64_t, Chunk> chunks_;  // that hold any
};

// Those that the collector asks for again and again, by RefKey but the exports, which are by the number of the object.
struct KnownOfVat {
  KnownRows candidates;
  KnownRows facts;
  KnownRows exports;  // of virtual objects and stores

  void load(const store::Store& store, uint64_t vat);
};

}  // namespace keeve::kernel
