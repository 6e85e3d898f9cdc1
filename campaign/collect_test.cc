// SPEC §7, shape by shape: what is made of objects stays while one thing refers to it, whatever that is, and
// is deleted to the last record when nothing does.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <tuple>

#include "campaign/vat_kernel.h"
#include "engine/engine.h"
#include "kernel/inspect/check.h"
#include "kernel/tables/schema.h"
#include "liveslots/liveslots_worker.h"
#include "protocol/body_writer.h"
#include "store/fault_store.h"
#include "store/memory_store.h"

namespace keeve::campaign {
namespace {

// Three vats, a, b and c, run this. `make` makes a shape in a, `keep` gives its one reference to what is to
// hold it, and `drop` takes it away.
constexpr const char* kCode = R"js(
const makeNode = makeKind(function node(state) {
  return {
    init(...refs) { state.refs = refs; },
    self: { set(...refs) { state.refs = refs; }, next: () => state.refs[0] },
  };
});
const makeChain = n => {
  let first = makeNode();
  const last = first;
  for (let i = 1; i < n; i += 1) first = makeNode(first);
  return { first, last };
};
const makeTree = depth => depth === 0 ? makeNode() : makeNode(makeTree(depth - 1), makeTree(depth - 1));

export const buildRootObject = (powers, parameters, baggage) => {
  const marks = makeWeakStore('marks');
  const peers = () => baggage.get('peers');
  let made;
  let held;
  const shapes = {
    object: () => makeNode(),
    chain: n => makeChain(n).first,
    tree: () => makeTree(8),
    ring: n => {
      const { first, last } = makeChain(n);
      last.set(first);
      return first;
    },
    selfReference: () => {
      const node = makeNode();
      node.set(node);
      return node;
    },
    async ringOfVats() {
      const node = makeNode();
      const second = await E(peers().b).link(node);
      node.set(await E(peers().c).link(second));
      return node;
    },
    weakEntry: () => {
      const key = makeNode();
      marks.init(key, makeNode(key));
      return key;
    },
    storeInItself: () => {
      const store = makeStore('loop');
      store.init('self', store);
      store.init(store, makeNode(store));
      return store;
    },
    weakStoreInItself: () => {
      const store = makeWeakStore('loop');
      store.init(store, makeNode(store));
      return store;
    },
    storedPromise: () => {
      const node = makeNode();
      node.set(Promise.resolve(node));
      return node;
    },
    weakEntryOfAnotherVat: async () => {
      const node = makeNode();
      await E(peers().b).mark(node);
      return node;
    },
    heapObjectAsKey: async () => {
      const object = Far('object', {});
      await E(peers().b).mark(object);
      return object;
    },
    mapEntry: () => {
      const node = makeNode();
      map.set(node, harden([node]));
      return node;
    },
  };
  const map = new WeakMap();
  return Far('root', {
    meet: them => baggage.init('peers', them),
    async make(shape, n) { made = await shapes[shape](n); },
    link: node => makeNode(node),
    mark: object => marks.init(object, makeNode(object)),
    async keep(where) {
      if (where === 'heap') held = made;
      else if (where === 'stored') baggage.init('held', made);
      else await E(peers().b).take(where, made);
      made = undefined;
    },
    take(where, node) {
      if (where === 'import') baggage.init('held', node);
      else held = node;
    },
    async drop(where) {
      if (where === 'heap' || where === 'heapOfAnother') held = undefined;
      if (where === 'stored' || where === 'import') baggage.delete('held');
    },
    bootstrap(vats) { for (const vat of [vats.a, vats.b, vats.c]) E.sendOnly(vat).meet(vats); },
  });
};
)js";

engine::Engine& theEngine() {
  static engine::Engine engine(liveslots::snapshot());
  return engine;
}

std::string text(std::string_view utf8) {
  BodyWriter writer;
  writer.string(utf8);
  return writer.take();
}

// Objects, stores, entries and promises of all vats.
size_t countRecords(const store::Store& store) {
  const std::string tables = "soewrp";
  size_t count = 0;
  for (uint64_t vat = 1; vat <= 3; ++vat) {
    for (const char table : tables) {
      const std::string prefix =
          kernel::vatPartKey(kernel::VatId(vat), kernel::VatPart::data) + table;
      const auto cursor = store.cursor();
      for (cursor->seek(prefix); cursor->valid() && cursor->key().starts_with(prefix);
           cursor->next()) {
        ++count;
      }
    }
  }
  return count;
}

class CollectTest : public testing::Test {
 protected:
  static constexpr double kLength = 20'000;  // of chains and rings

  CollectTest() : factory_(theEngine()) {
    for (const char* name : {"a", "b", "c"}) program_.vats.push_back({name, kCode, numberBody(0)});
    program_.bootstrapVat = "a";
    open();
  }

  void open(VatKernel::Start start = VatKernel::Start::all) {
    kernel_.reset();
    kernel_ = std::make_unique<VatKernel>(store_, factory_, program_, 1, start);
  }

  size_t collect() {
    kernel_->kernel().collect();
    kernel_->kernel().releaseOutputs();
    EXPECT_EQ(kernel::checkStore(store_).faults, std::vector<std::string>{});
    return countRecords(store_);
  }

  // Ends the kernel when it has written so many batches of collecting; false where those were all.
  bool cutShort(uint64_t batches) {
    bool isCutShort = false;
    store_.plan({.failApply = batches});
    try {
      kernel_->kernel().collect();
    } catch (const store::StoreError&) {
      isCutShort = true;
    }
    kernel_.reset();
    store_.crash();
    store_.plan({});
    EXPECT_EQ(kernel::checkStore(store_).faults, std::vector<std::string>{})
        << "after batch " << batches;
    return isCutShort;
  }

  void keepShape(const char* shape, const char* holder) {
    kernel_->ask("a", "make", {text(shape), numberBody(kLength)});
    kernel_->ask("a", "keep", {text(holder)});
  }

  store::FaultStore store_{std::make_unique<store::MemoryStore>(), 1};
  liveslots::LiveslotsFactory factory_;
  Program program_;
  std::unique_ptr<VatKernel> kernel_;
};

using ShapeAndHolder = std::tuple<const char*, const char*>;

class ShapesTest : public CollectTest, public testing::WithParamInterface<ShapeAndHolder> {
 protected:
  static std::string vatOf(std::string_view holder) {
    return holder == "import" || holder == "heapOfAnother" ? "b" : "a";
  }
};

TEST_P(ShapesTest, StaysWhileItIsHeldAndGoesWhenItIsNot) {
  const auto [shape, holder] = GetParam();
  const size_t before = collect();
  keepShape(shape, holder);
  const size_t made = countRecords(store_);
  EXPECT_GT(made, before);
  EXPECT_EQ(collect(), made);
  kernel_->ask(vatOf(holder), "drop", {text(holder)});
  EXPECT_EQ(collect(), before);
}

TEST_P(ShapesTest, GoesWithoutAHeap) {
  const auto [shape, holder] = GetParam();
  const size_t before = collect();
  keepShape(shape, holder);
  kernel_->ask(vatOf(holder), "drop", {text(holder)});
  open();
  EXPECT_EQ(collect(), before);
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, ShapesTest,
    testing::Combine(testing::Values("object", "chain", "tree", "ring", "selfReference",
                                     "ringOfVats", "weakEntry", "storeInItself",
                                     "weakStoreInItself", "storedPromise", "weakEntryOfAnotherVat",
                                     "mapEntry"),
                     testing::Values("heap", "stored", "import", "heapOfAnother")),
    [](const testing::TestParamInfo<ShapeAndHolder>& each) {
      return std::string(std::get<0>(each.param)) + "_" + std::get<1>(each.param);
    });

// The value of an entry of b leads back to its key, which b has for as long as that value does.
TEST_F(CollectTest, IsWholeWhereverCollectingIsCutShort) {
  const size_t before = collect();
  for (const char* shape : {"weakEntryOfAnotherVat", "heapObjectAsKey"}) {
    bool isCutShort = true;
    for (uint64_t batches = 0; isCutShort; ++batches) {
      keepShape(shape, "heap");
      open(VatKernel::Start::asCalled);
      isCutShort = cutShort(batches);
      open(VatKernel::Start::asCalled);
      EXPECT_EQ(collect(), before) << shape << ", after batch " << batches;
    }
  }
}

// The same where the key is an object of the heap of a: what is left of that when the heap is gone is what others have.
class KeyOfAHeapTest : public CollectTest, public testing::WithParamInterface<VatKernel::Start> {};

TEST_P(KeyOfAHeapTest, GoesWhenTheHeapIsGone) {
  const size_t before = collect();
  keepShape("heapObjectAsKey", "heap");
  const size_t made = countRecords(store_);
  EXPECT_GT(made, before);
  kernel_->ask("a", "drop", {text("heap")});
  EXPECT_EQ(collect(), made);
  open(GetParam());
  EXPECT_EQ(collect(), before);
}

TEST_P(KeyOfAHeapTest, StaysWhileAnotherVatHasTheKey) {
  const size_t before = collect();
  keepShape("heapObjectAsKey", "import");
  const size_t made = countRecords(store_);
  open(GetParam());
  EXPECT_EQ(collect(), made);
  kernel_->ask("b", "drop", {text("import")});
  EXPECT_EQ(collect(), before);
}

INSTANTIATE_TEST_SUITE_P(Starts, KeyOfAHeapTest,
                         testing::Values(VatKernel::Start::all, VatKernel::Start::asCalled),
                         [](const testing::TestParamInfo<VatKernel::Start>& each) {
                           return each.param == VatKernel::Start::all ? "HeapsAnew" : "NoHeaps";
                         });

}  // namespace
}  // namespace keeve::campaign
