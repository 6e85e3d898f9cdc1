#include "kernel/crash_note.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/temporary_directory.h"

namespace keeve::kernel {
namespace {

constexpr VatId kVat(3);

QueueEntry message(uint64_t target, std::string body) {
  return {0, KernelMessage{{KrefKind::object, target}, std::nullopt, {std::move(body), {}}}};
}

TEST(CrashNoteTest, WhatWasUnderWayIsToldOnce) {
  const TemporaryDirectory directory;
  const CrashNotes notes(directory.root().string());
  const QueueEntry entry = message(7, "split");
  {
    const CrashNotes::Watch watch(notes, kVat, 12, entry, true);
    EXPECT_FALSE(notes.take());
    LastWord::speakAll("its heap is full");
  }
  const auto note = notes.take();
  ASSERT_TRUE(note);
  EXPECT_EQ(note->vat, kVat);
  EXPECT_EQ(note->n, 12U);
  EXPECT_EQ(note->digest, digestOf(entry));
  EXPECT_TRUE(note->isAlone);
  EXPECT_EQ(note->why, "its heap is full");
  EXPECT_FALSE(notes.take());
}

TEST(CrashNoteTest, WhatHasEndedSaysNothing) {
  const TemporaryDirectory directory;
  const CrashNotes notes(directory.root().string());
  const QueueEntry entry = message(7, "split");
  { const CrashNotes::Watch watch(notes, kVat, 12, entry, true); }
  LastWord::speakAll("later");
  EXPECT_FALSE(notes.take());
}

TEST(CrashNoteTest, ADamagedNoteIsNone) {
  const TemporaryDirectory directory;
  const CrashNotes notes(directory.root().string());
  for (const char* text : {"", "3", "3 12 x 1 why\n", "3 12 99", "-"}) {
    std::ofstream(directory.path("keeve.crashed")) << text;
    EXPECT_FALSE(notes.take()) << text;
  }
}

TEST(CrashNoteTest, AStoreWithoutADirectoryHasNone) {
  const CrashNotes notes("");
  const QueueEntry entry = message(7, "split");
  const CrashNotes::Watch watch(notes, kVat, 12, entry, true);
  LastWord::speakAll("end");
  EXPECT_FALSE(notes.take());
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
