#include "campaign/graph.h"

#include <gtest/gtest.h>

namespace keeve::campaign {
namespace {

TEST(GraphTest, WhatARootRefersToIsReachedAndARingThatNothingHoldsIsNot) {
  Graph graph;
  const Id held = graph.make(Sort::node, 0);
  const Id one = graph.make(Sort::node, 1);
  const Id other = graph.make(Sort::node, 2);
  graph.at(one).fields[0].refs = {other};
  graph.at(other).fields[1].refs = {one};
  graph.at(graph.bound(0, Bound::strong)).entries->byNumber[7] = held;
  const Reach before = reach(graph, Roots::all);
  EXPECT_TRUE(before.has(held));
  EXPECT_FALSE(before.has(one));
  EXPECT_FALSE(before.has(other));
  graph.heaps[3].slots[20] = one;
  EXPECT_TRUE(reach(graph, Roots::all).has(other));
  EXPECT_FALSE(reach(graph, Roots::stored).has(other));
}

TEST(GraphTest, AWeakEntryKeepsItsValueWhileStoreAndKeyAreReached) {
  Graph graph;
  const Id key = graph.make(Sort::node, 0);
  const Id value = graph.make(Sort::node, 0);
  const Id weak = graph.bound(0, Bound::weak);
  graph.at(weak).entries->byObject[key].value = value;
  graph.at(value).fields[0].refs = {key};
  EXPECT_FALSE(reach(graph, Roots::all).has(value));
  graph.heaps[1].slots[5] = key;
  EXPECT_TRUE(reach(graph, Roots::all).has(value));
  const Id ownWeak = graph.make(Sort::weakStore, 2);
  const Id unheld = graph.make(Sort::node, 2);
  graph.at(ownWeak).entries->byObject[key].value = unheld;
  EXPECT_FALSE(reach(graph, Roots::all).has(unheld));
}

TEST(GraphTest, OneWeakEntryCanLeadToTheKeyOfAnother) {
  Graph graph;
  constexpr size_t kLength = 50;
  const Id weak = graph.bound(0, Bound::weak);
  std::vector<Id> keys;
  for (size_t n = 0; n < kLength; ++n) keys.push_back(graph.make(Sort::node, 0));
  for (size_t n = 0; n + 1 < kLength; ++n) {
    graph.at(weak).entries->byObject[keys[n]].value = keys[n + 1];
  }
  EXPECT_FALSE(reach(graph, Roots::all).has(keys.back()));
  graph.heaps[0].maps[0][graph.bound(0, Bound::weak)] = keys.front();
  EXPECT_TRUE(reach(graph, Roots::all).has(keys.back()));
}

TEST(GraphTest, HeapsThatEndTakeTheirObjectsWithThem) {
  Graph graph;
  const Id holder = graph.make(Sort::holder, 0);
  const Id held = graph.make(Sort::node, 0);
  graph.at(holder).fields[0].refs = {held};
  graph.at(graph.bound(0, Bound::baggage)).entries->byNumber[1] = holder;
  graph.at(graph.bound(0, Bound::weak)).entries->byObject[holder].value = held;
  EXPECT_TRUE(reach(graph, Roots::all).has(held));
  graph.endHeaps();
  const Reach after = reach(graph, Roots::all);
  EXPECT_TRUE(after.has(holder));
  EXPECT_TRUE(graph.at(holder).isDead);
  EXPECT_FALSE(after.has(held));
  forget(graph, after);
  EXPECT_EQ(graph.at(held).sort, Sort::none);
}

}  // namespace
}  // namespace keeve::campaign
