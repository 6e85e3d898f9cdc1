#include "bench/rocks_bench.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/write_batch_with_index.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "base/check.h"
#include "store/insert_hints.h"
#include "store/rocks_options.h"

namespace keeve::bench {
namespace {

void expectOk(const rocksdb::Status& status) {
  if (!status.ok()) throw std::runtime_error("RocksDB: " + status.ToString());
}

// The same numbers as the vat's.
class Numbers {
 public:
  size_t below(size_t limit) {
    seed_ = (seed_ * 1103515245U + 12345U) & 0x7fffffffU;
    return seed_ % limit;
  }

 private:
  uint32_t seed_ = 12345;
};

class Bench {
 public:
  Bench(const Plan& plan, const Stored& stored, const std::string& folder)
      : plan_(plan), stored_(stored) {
    rocksdb::Options options = store::rocksOptions(plan.profile);
    options.create_if_missing = true;
    store::countNothing();
    rocksdb::DB* db = nullptr;
    expectOk(rocksdb::DB::Open(options, folder, &db));
    db_.reset(db);
  }

  Figures run() {
    const size_t sample = plan_.sample();
    const size_t each = plan_.perCall();
    return {
        cranks("createOnly", sample, sample, [&](size_t i) { put(stored_.states[i]); }),
        cranks("create", plan_.objects, plan_.perCrank(),
               [&](size_t i) {
                 put(stored_.states[i]);
                 put(stored_.index[i]);
               }),
        cranks("readRandom", sample, each, [&](size_t) { read(numbers_.below(plan_.objects)); }),
        cranks("incRandom", sample, each, [&](size_t) { rewrite(numbers_.below(plan_.objects)); }),
        cranks("incHot", plan_.hot(), each, [&](size_t) { rewrite(0); }),
        cranks("weakInit", sample, sample,
               [&](size_t i) {
                 get(stored_.index[i].first);
                 put(stored_.balances[i]);
               }),
        cranks("weakGet", sample, each,
               [&](size_t) {
                 const size_t i = numbers_.below(sample);
                 get(stored_.index[i].first);
                 get(stored_.balances[i].first);
               }),
    };
  }

 private:
  template <typename Act>
  Figure cranks(std::string op, size_t count, size_t each, const Act& act) {
    return timed(std::move(op), count, [&] {
      for (size_t start = 0; start < count; start += each) {
        const size_t end = std::min(start + each, count);
        for (size_t i = start; i < end; ++i) act(i);
        expectOk(db_->Write(rocksdb::WriteOptions(), batch_.GetWriteBatch()));
        batch_.Clear();
      }
      expectOk(db_->SyncWAL());
    });
  }

  void put(const Pairs::value_type& pair) { expectOk(batch_.Put(pair.first, pair.second)); }

  void get(const std::string& key) {
    expectOk(batch_.GetFromBatchAndDB(db_.get(), rocksdb::ReadOptions(), key, &value_));
  }

  void read(size_t i) {
    get(stored_.index[i].first);
    get(stored_.states[i].first);
  }

  void rewrite(size_t i) {
    read(i);
    value_.back() ^= 1;
    expectOk(batch_.Put(stored_.states[i].first, value_));
  }

  const Plan& plan_;
  const Stored& stored_;
  std::unique_ptr<rocksdb::DB> db_;
  rocksdb::WriteBatchWithIndex batch_{rocksdb::BytewiseComparator(), 0, true};
  const store::UseInsertHints hints_{true};
  Numbers numbers_;
  std::string value_;
};

}  // namespace

Figures runRocks(const Plan& plan, const Stored& stored, const std::string& folder) {
  KEEVE_CHECK(stored.states.size() >= plan.objects && stored.index.size() == plan.objects);
  KEEVE_CHECK(stored.balances.size() >= plan.sample());
  return Bench(plan, stored, folder).run();
}

}  // namespace keeve::bench
