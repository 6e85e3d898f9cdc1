// Random cranks over a store, committed or undone, against two maps: what the store holds, and what
// the crank sees.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "base/random.h"
#include "store/crank_buffer.h"
#include "store/memory_store.h"

namespace keeve::store {
namespace {

using Model = std::map<std::string, std::string>;

class Trial {
 public:
  explicit Trial(uint64_t seed) : random_(seed) {}

  void run(int steps) {
    for (int i = 0; i < steps && !::testing::Test::HasFailure(); ++i) step();
  }

 private:
  void step() {
    switch (random_.below(40)) {
      case 0:
        return commit();
      case 1:
        buffer_.discard();
        seen_ = stored_;
        return;
      case 2:
      case 3:
      case 4:
        return scan();
      case 5:
        return eraseRange();
      default:
        return random_.oneIn(3) ? get() : change();
    }
  }

  // Few enough keys that they meet, of lengths that do and do not fit a string's own memory.
  std::string key() {
    const std::string number = std::to_string(random_.below(keysEnd_));
    return random_.oneIn(2) ? number : std::string(30, 'k') + number;
  }

  void change() {
    const std::string changed = key();
    if (random_.oneIn(4)) {
      buffer_.erase(changed);
      seen_.erase(changed);
      return;
    }
    const std::string value = random_.bytes(random_.below(40));
    buffer_.put(changed, value);
    seen_[changed] = value;
  }

  void eraseRange() {
    const std::string begin = random_.oneIn(10) ? "" : key();
    const std::string end = random_.oneIn(10) ? "z" : key();
    buffer_.eraseRange(begin, end);
    if (begin < end) seen_.erase(seen_.lower_bound(begin), seen_.lower_bound(end));
  }

  void get() {
    const std::string wanted = key();
    const auto found = seen_.find(wanted);
    EXPECT_EQ(buffer_.get(wanted),
              found == seen_.end() ? std::nullopt : std::optional<std::string_view>(found->second));
  }

  void scan() {
    const std::string begin = random_.oneIn(3) ? "" : key();
    const std::string end = random_.oneIn(3) ? "z" : key();
    const size_t limit = random_.below(2 * keysEnd_);
    std::vector<Record> expected;
    for (auto at = seen_.lower_bound(begin);
         at != seen_.end() && at->first < end && expected.size() < limit; ++at) {
      expected.push_back({at->first, at->second});
    }
    EXPECT_EQ(buffer_.scan(begin, end, limit), expected);
  }

  void commit() {
    const WriteBatch batch = buffer_.take();
    for (size_t i = 1; i < batch.changes().size(); ++i) {
      EXPECT_LT(batch.changes()[i - 1].key, batch.changes()[i].key);
    }
    for (size_t i = 1; i < batch.ranges().size(); ++i)
      EXPECT_LT(batch.ranges()[i - 1].end, batch.ranges()[i].begin);
    store_.apply(batch);
    stored_ = seen_;
    EXPECT_EQ(stored(), stored_);
    keysEnd_ = 1 + random_.below(200);
  }

  Model stored() const {
    Model model;
    const auto cursor = store_.cursor();
    for (cursor->seek(""); cursor->valid(); cursor->next())
      model.emplace(cursor->key(), cursor->value());
    return model;
  }

  Random random_;
  uint64_t keysEnd_ = 20;
  MemoryStore store_;
  CrankBuffer buffer_{store_};
  Model stored_;
  Model seen_;
};

TEST(CrankBufferProperty, RandomCranksSeeWhatAModelSees) {
  const auto base = static_cast<uint64_t>(::testing::UnitTest::GetInstance()->random_seed());
  for (uint64_t seed = base + 100; seed < base + 130; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Trial(seed).run(2000);
  }
}

}  // namespace
}  // namespace keeve::store
