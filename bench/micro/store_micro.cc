// The store's parts alone: the crank buffer, the group of commits, and RocksDB below, with keys and values as an object's.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "base/temporary_directory.h"
#include "kernel/tables/schema.h"
#include "protocol/vat_key.h"
#include "store/crank_buffer.h"
#include "store/grouped_store.h"
#include "store/store.h"

namespace keeve::bench {
namespace {

constexpr size_t kEach = 1000;  // changes in a batch

std::string keyOf(uint64_t id) {
  std::string key = kernel::vatPartKey(kernel::VatId(1), kernel::VatPart::data) + "o";
  appendOrderedVarint(key, id);
  return key;
}

const std::string& value() {
  static const std::string text = "the state of an object, some 30 bytes";
  return text;
}

void setItems(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * kEach));
}

std::unique_ptr<store::Store> memoryStore() {
  return store::openStore("memory:", store::OpenMode::createIfMissing);
}

store::WriteBatch batchFrom(uint64_t first) {
  store::WriteBatch batch;
  batch.reserve(kEach);
  for (uint64_t i = 0; i < kEach; ++i) batch.put(keyOf(first + i), value());
  return batch;
}

// A crank's writes, put and taken out in order.
void crankBuffer(benchmark::State& state) {
  const auto below = memoryStore();
  store::CrankBuffer buffer(*below);
  std::vector<std::string> keys;
  for (uint64_t i = 0; i < kEach; ++i) keys.push_back(keyOf(i * 7919 % kEach));
  while (state.KeepRunning()) {
    for (const std::string& key : keys) buffer.put(key, value());
    benchmark::DoNotOptimize(buffer.take());
  }
  setItems(state);
}

// Small commits that meet in a group: what messages cost.
void groupedStore(benchmark::State& state) {
  const auto below = memoryStore();
  store::GroupedStore grouped(*below, size_t{1} << 20);
  uint64_t next = 0;
  while (state.KeepRunning()) {
    for (size_t i = 0; i < kEach; ++i) {
      store::WriteBatch batch;
      batch.insert(keyOf(next), value());
      if (next > 0) batch.erase(keyOf(next - 1));
      grouped.apply(batch);
      ++next;
    }
    grouped.flush();
  }
  setItems(state);
}

class Disk {
 public:
  Disk() : store_(store::openStore(folder_.path("store"), store::OpenMode::createIfMissing)) {}
  store::Store& store() { return *store_; }

 private:
  const TemporaryDirectory folder_;
  const std::unique_ptr<store::Store> store_;
};

void rocksPut(benchmark::State& state) {
  Disk disk;
  uint64_t next = 0;
  while (state.KeepRunning()) {
    disk.store().apply(batchFrom(next));
    next += kEach;
  }
  setItems(state);
}

void rocksGet(benchmark::State& state) {
  constexpr uint64_t kRecords = 100'000;
  Disk disk;
  for (uint64_t first = 0; first < kRecords; first += kEach) disk.store().apply(batchFrom(first));
  std::vector<std::string> keys;
  for (uint64_t i = 0; i < kEach; ++i) keys.push_back(keyOf(i * 7919 % kRecords));
  while (state.KeepRunning()) {
    for (const std::string& key : keys) benchmark::DoNotOptimize(disk.store().get(key));
  }
  setItems(state);
}

void rocksSync(benchmark::State& state) {
  Disk disk;
  uint64_t next = 0;
  while (state.KeepRunning()) {
    store::WriteBatch batch;
    batch.put(keyOf(next++), value());
    disk.store().apply(batch);
    disk.store().sync();
  }
}

BENCHMARK(crankBuffer);
BENCHMARK(groupedStore);
BENCHMARK(rocksPut);
BENCHMARK(rocksGet);
BENCHMARK(rocksSync);

}  // namespace
}  // namespace keeve::bench
