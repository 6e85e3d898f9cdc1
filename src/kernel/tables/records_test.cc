#include "kernel/tables/records.h"

#include <gtest/gtest.h>

#include <functional>

#include "kernel/tables/bodies.h"
#include "kernel/tables/roles.h"
#include "kernel/tables/schema.h"
#include "kernel/tables/store_key.h"

namespace keeve::kernel {
namespace {

const Kref kObject{KrefKind::object, 300};
const Kref kPromise{KrefKind::promise, 7};
const KernelMessage kMessage{kPromise, kPromise, {"body", {kObject, kPromise}}};

// Each sort of record, written, and read and written again (or "" where it cannot be read).
struct Form {
  std::string name;
  std::string bytes;
  std::function<std::string(std::string_view)> again;
};

template <class Record, class Parse>
Form form(const std::string& name, const Record& record, const Parse& parse) {
  return {name, toBytes(record), [parse](std::string_view bytes) {
            const auto read = parse(bytes);
            return read ? toBytes(*read) : std::string();
          }};
}

std::vector<Form> forms() {
  VatRecord vat;
  vat.settings = {"bank", {}, {"clock", "random"}};
  vat.incarnation = 3;
  vat.state = VatState::faulty;
  vat.reason = "Error: no";
  vat.root = 5;
  vat.parameters = {"p", {kObject}};
  vat.source = "worker";
  vat.admin = 6;
  vat.creating = 7;
  vat.storedBytes = 900;
  return {
      form("app", AppRecord{"main.js", VatId(1), true, 9, 0x1234567890abcdef, 4, {"clock", "log"}},
           parseApp),
      form("source", SourceRecord{VatId(3), {}, {"clock"}, true}, parseSource),
      form("vatAdmin", Role(VatAdminRole{}), parseRole),
      form("admin", Role(AdminRole{VatId(3), kPromise}), parseRole),
      form("host object", Role(HostRole{"log"}), parseRole),
      form("host call", OpenHostCall{"log", kMessage}, parseOpenHostCall),
      form("reserved", Reserved{65537, 3}, parseReserved),
      form("cacheTotals", CacheTotals{300, 7}, parseCacheTotals),
      form("vat", vat, parseVat),
      form("owner", OwnerRecord{VatId(2), 4, 3, 2}, parseOwner),
      form("candidate", Candidate{kPromiseClass, CandidateState::condemned}, parseCandidate),
      form("facts", ObjectFacts{200, {3, 300}, true}, parseFacts),
      form("undecided", KernelPromise{2, Undecided{VatId(1), 3, 2, 1, {VatId(1), VatId(200)}}},
           parseKernelPromise),
      form("fulfilled", KernelPromise{0, Settled{false, {"v", {kObject}}}}, parseKernelPromise),
      form("rejected", KernelPromise{0, Settled{true, {"", {}}}}, parseKernelPromise),
      form("message", kMessage, parseMessage),
      form("sendOnly", KernelMessage{kObject, std::nullopt, {"", {}}}, parseMessage),
      form("message entry", QueueEntry{2, kMessage}, parseQueueEntry),
      form("notify entry", QueueEntry{0, NotifyEntry{kPromise}}, parseQueueEntry),
      form("ticket", QueueEntry{0, TicketEntry{kPromise, 3}}, parseQueueEntry),
      form("vref", virtualObjectRef(70, 1000), parseVref),
      form("export", ExportRecord{kObject, kStrongStoreClass}, parseExport),
      form("vat id", VatId(129), parseVatId),
  };
}

TEST(RecordsTest, EveryRecordIsReadAsItWasWritten) {
  for (const Form& each : forms()) EXPECT_EQ(each.again(each.bytes), each.bytes) << each.name;
}

TEST(RecordsTest, ATruncatedOrLengthenedRecordIsNone) {
  for (const Form& each : forms()) {
    for (size_t size = 0; size < each.bytes.size(); ++size) {
      EXPECT_EQ(each.again(each.bytes.substr(0, size)), "") << each.name << " cut to " << size;
    }
    EXPECT_EQ(each.again(each.bytes + '\0'), "") << each.name;
  }
}

TEST(RecordsTest, TheBytesAreTheGrammars) {
  EXPECT_EQ(toBytes(QueueEntry{1, NotifyEntry{kPromise}}), "\x01n\x07");
  EXPECT_EQ(toBytes(kMessage), std::string("p\x07\x01\x07\x02o\xac\x02p\x07\x04") + "body");
  EXPECT_EQ(toBytes(KernelPromise{2, Undecided{VatId(1), 3, 2, 1, {VatId(4)}}}),
            "\x02u\x01\x03\x02\x01\x01\x04");
  EXPECT_EQ(toBytes(QueueEntry{0, TicketEntry{kPromise, 2}}), std::string("\0t\x07\x02", 4));
  EXPECT_EQ(toBytes(OwnerRecord{VatId(2), 4, 1, 0}), std::string("\x02\x04\x01\0", 4));
  EXPECT_EQ(toBytes(Candidate{kStrongStoreClass, CandidateState::waiting}),
            std::string("\x02\0", 2));
  EXPECT_EQ(toBytes(ObjectFacts{2, {9}, false}), std::string("\x02\x01\x09\0", 4));
  EXPECT_EQ(toBytes(NameRecord{{kImportClass, 5}, true}), std::string("\x04\x05", 2));
  EXPECT_EQ(toBytes(NameRecord{{kImportClass, 5}, false}), std::string("\x04\x05\0", 3));
}

TEST(SchemaTest, KeysSortAsTheirNumbersDo) {
  EXPECT_LT(queueKey(VatId(1), 255), queueKey(VatId(1), 256));
  EXPECT_LT(queueKey(VatId(1), 1'000'000), queueKey(VatId(2), 1));
  EXPECT_LT(vatDataKey(VatId(9), {VatTable::state, 9}),
            vatDataKey(VatId(9), {VatTable::state, 10}));
  EXPECT_LT(promiseKey(65'535), promiseKey(65'536));
}

TEST(SchemaTest, NoKeyOfOneVatStartsWithThePartOfAnother) {
  const std::string part = vatPartKey(VatId(1), VatPart::data);
  EXPECT_TRUE(vatDataKey(VatId(1), {VatTable::state, 1}).starts_with(part));
  EXPECT_FALSE(vatDataKey(VatId(256), {VatTable::state, 1}).starts_with(part));
}

TEST(SchemaTest, PastPrefixIsTheFirstKeyThatDoesNotStartSo) {
  EXPECT_EQ(pastPrefix("ab"), "ac");
  EXPECT_EQ(pastPrefix("a\xff\xff"), "b");
}

TEST(SchemaTest, ExportsOfOneNumberStandApartByTheirGroup) {
  EXPECT_NE(exportKey(VatId(1), {kHeapObjectClass, 5}),
            exportKey(VatId(1), {kStrongStoreClass, 5}));
  EXPECT_EQ(exportKey(VatId(1), virtualObjectRef(3, 5)),
            exportKey(VatId(1), virtualObjectRef(4, 5)));
}

TEST(BodiesTest, WhatTheKernelSaysIsReadBack) {
  EXPECT_EQ(methodName(methodBody("add", {undefinedBody()})), "add");
  EXPECT_EQ(methodName("junk"), "");
  EXPECT_EQ(describeReason(errorBody("TypeError", "no\xc3\xa4")), "TypeError: no\xc3\xa4");
  EXPECT_EQ(describeReason(errorBody("", "bare")), "bare");
  EXPECT_EQ(describeReason(vatRestartedBody("main", 5'000'000'000)),
            "vatRestarted: vat main restarted");
  EXPECT_EQ(describeReason(undefinedBody()), "a value that is no error");
  EXPECT_EQ(onlySlot(recordOfSlotsBody({"a"})), std::nullopt);
}

TEST(StoreKeyTest, KeysAreReadOrFoundDamaged) {
  const auto text = [](std::string_view key) -> std::string {
    const StoreKey parsed = parseStoreKey(key);
    if (const auto* string = std::get_if<StringStoreKey>(&parsed)) return string->utf8;
    if (const auto* number = std::get_if<double>(&parsed)) return std::to_string(*number);
    if (const auto* bigint = std::get_if<BigIntStoreKey>(&parsed))
      return (bigint->negative ? "-" : "") + bigint->magnitude;
    return std::holds_alternative<DamagedStoreKey>(parsed) ? "damaged" : "other";
  };
  EXPECT_EQ(text("sabc"), "abc");
  EXPECT_EQ(text("s\xed\xa0\xbd\xed\xb8\x80"), "\xf0\x9f\x98\x80");
  EXPECT_EQ(text("s\xed\xa0\xbd"), "damaged");
  EXPECT_EQ(text("s\xc0\x80"), "damaged");
  EXPECT_EQ(text(std::string_view("f\xbf\xf0\0\0\0\0\0\0", 9)), "1.000000");
  EXPECT_EQ(text(std::string_view("f\x40\x0f\xff\xff\xff\xff\xff\xff", 9)), "-1.000000");
  EXPECT_EQ(text(std::string_view("p\x01\x02\x01\x41", 5)), "A\x01");
  EXPECT_EQ(text(std::string_view("n\xfe\xfe\xbe", 4)), "-A");
  EXPECT_EQ(text(std::string_view("p\x01\x01\x00", 4)), "damaged");
  EXPECT_EQ(text("v"), "other");
  EXPECT_EQ(text("vx"), "damaged");
  EXPECT_EQ(text(objectStoreKey(70'000)), "other");
  EXPECT_EQ(text(""), "damaged");
  EXPECT_EQ(text("q"), "damaged");
}

}  // namespace
}  // namespace keeve::kernel
