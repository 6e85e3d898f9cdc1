// Tables in memory: the slot table of a heap and the kernel's run queue; and bodies as C++ reads them.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "bench/micro/micro_engine.h"
#include "engine/realm.h"
#include "kernel/run_queue.h"
#include "liveslots/slot_table.h"
#include "protocol/body_reader.h"
#include "protocol/body_writer.h"

namespace keeve::bench {
namespace {

constexpr size_t kEach = 1000;

void setItems(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * kEach));
}

// Objects that enter, are found, and leave.
void slotTable(benchmark::State& state) {
  engine::Realm realm(microEngine(), {});
  realm.run([&] {
    liveslots::SlotTable table(realm.isolate());
    const v8::Local<v8::Object> object = realm.exports();
    while (state.KeepRunning()) {
      for (RefKey key = 0; key < kEach; ++key) table.put(key, object);
      for (RefKey key = 0; key < kEach; ++key) {
        const v8::HandleScope handles(realm.isolate());
        benchmark::DoNotOptimize(table.find(key));
      }
      for (RefKey key = 0; key < kEach; ++key) table.remove(key);
    }
  });
  setItems(state);
}

void runQueue(benchmark::State& state) {
  kernel::RunQueue queue(2 * kEach);
  const kernel::VatId vat(1);
  while (state.KeepRunning()) {
    for (size_t i = 0; i < kEach; ++i) queue.push(vat, kernel::StoredItem{queue.newNumber(vat)});
    for (size_t i = 0; i < kEach; ++i) {
      benchmark::DoNotOptimize(queue.take());
      queue.release(vat, {});
    }
  }
  setItems(state);
}

std::string recordsBody() {
  BodyWriter writer;
  writer.array(kEach);
  for (size_t i = 0; i < kEach; ++i) {
    writer.record(2);
    writer.string("counter");
    writer.number(static_cast<double>(i));
    writer.string("name");
    writer.string("some text");
  }
  return writer.take();
}

void writeBody(benchmark::State& state) {
  while (state.KeepRunning()) benchmark::DoNotOptimize(recordsBody());
  setItems(state);
}

void readBody(benchmark::State& state) {
  const std::string body = recordsBody();
  while (state.KeepRunning()) {
    BodyReader reader(body, 0);
    while (!reader.atEnd()) benchmark::DoNotOptimize(reader.next());
  }
  setItems(state);
}

BENCHMARK(slotTable);
BENCHMARK(runQueue);
BENCHMARK(writeBody);
BENCHMARK(readBody);

}  // namespace
}  // namespace keeve::bench
