#include "kernel/crash_note.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/temporary_directory.h"
#include "store/crank_buffer.h"
#include "store/memory_store.h"

namespace keeve::kernel {
namespace {

constexpr VatId kVat(3);

QueueEntry message(uint64_t target, std::string body) {
  return {0, KernelMessage{{KrefKind::object, target}, std::nullopt, {std::move(body), {}}}};
}

TEST(CrashNoteTest, WhatWasUnderWayIsToldUntilItIsForgotten) {
  const TemporaryDirectory directory;
  const CrashNotes notes(directory.root().string());
  const QueueEntry entry = message(7, "split");
  {
    const CrashNotes::Watch watch(notes, kVat, 12, entry, true);
    EXPECT_FALSE(notes.read());
    LastWord::speakAll("its heap is full");
  }
  ASSERT_TRUE(notes.read());
  const auto note = notes.read();
  ASSERT_TRUE(note);
  EXPECT_EQ(note->vat, kVat);
  EXPECT_EQ(note->what, CrashNote::What::delivery);
  EXPECT_EQ(note->n, 12U);
  EXPECT_EQ(note->digest, digestOf(entry));
  EXPECT_TRUE(note->isAlone);
  EXPECT_EQ(note->why, "its heap is full");
  notes.forget();
  EXPECT_FALSE(notes.read());
}

TEST(CrashNoteTest, AStartIsNotedWithItsIncarnation) {
  const TemporaryDirectory directory;
  const CrashNotes notes(directory.root().string());
  store::MemoryStore store;
  store::CrankBuffer buffer(store);
  const VatSources sources(kVat, buffer, nullptr);
  for (const bool hasNewSettings : {false, true}) {
    {
      const CrashNotes::Watch watch(notes, kVat, 4, hasNewSettings, sources);
      LastWord::speakAll("its heap is full");
    }
    const auto note = notes.read();
    ASSERT_TRUE(note);
    EXPECT_EQ(note->what, hasNewSettings ? CrashNote::What::change : CrashNote::What::start);
    EXPECT_EQ(note->vat, kVat);
    EXPECT_EQ(note->n, 4U);
    EXPECT_EQ(note->why, "its heap is full");
  }
}

TEST(CrashNoteTest, WhatHasEndedSaysNothing) {
  const TemporaryDirectory directory;
  const CrashNotes notes(directory.root().string());
  const QueueEntry entry = message(7, "split");
  { const CrashNotes::Watch watch(notes, kVat, 12, entry, true); }
  LastWord::speakAll("later");
  EXPECT_FALSE(notes.read());
}

TEST(CrashNoteTest, ADamagedNoteIsNone) {
  const TemporaryDirectory directory;
  const CrashNotes notes(directory.root().string());
  for (const char* text :
       {"", "start", "delivery 3 12 x 1 why\n", "start 3 12 99", "birth 3 12 99 1 why\n", "-"}) {
    std::ofstream(directory.path("keeve.crashed")) << text;
    EXPECT_FALSE(notes.read()) << text;
  }
}

TEST(CrashNoteTest, AStoreWithoutADirectoryHasNone) {
  const CrashNotes notes("");
  const QueueEntry entry = message(7, "split");
  const CrashNotes::Watch watch(notes, kVat, 12, entry, true);
  LastWord::speakAll("end");
  EXPECT_FALSE(notes.read());
}

TEST(CrashNoteTest, ADigestTellsDeliveriesApart) {
  const uint64_t digest = digestOf(message(7, "split"));
  EXPECT_EQ(digestOf(message(7, "split")), digest);
  EXPECT_NE(digestOf(message(8, "split")), digest);
  EXPECT_NE(digestOf(message(7, "join")), digest);
  EXPECT_NE(digestOf({0, NotifyEntry{{KrefKind::promise, 7}}}), digest);
  EXPECT_NE(digestOf({0, TicketEntry{{KrefKind::promise, 7}, 1}}),
            digestOf({0, TicketEntry{{KrefKind::promise, 7}, 2}}));
}

}  // namespace
}  // namespace keeve::kernel
