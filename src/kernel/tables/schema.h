// Every key of a Keeve store, in one place. What stands under each is in records.h; under 'V' vat
// 'd' in protocol/vat_records.h.
//
//   key := 'F'                        the format of the store
//        | 'A'                        AppRecord
//        | 'C'                        Reserved: numbers that may have been given out
//        | 'H'                        how far the search for garbage in circles is (collect/marking.h)
//        | 'T'                        CacheTotals, of the kernel that wrote it last
//        | 'N' name                   a vat's id, by its name
//        | 'O' kref                   OwnerRecord: whose object it is, and who has it
//        | 'R' kref vat               (empty) the vat recognizes the object, and cannot reach it
//        | 'G' vat refKey             Candidate: nothing stored refers to it (collect/)
//        | 'Z' vat kref               (empty) the last vat that had it let go of the vat's export
//        | 'P' kref                   KernelPromise
//        | 'M' kref n                 a message that waits for that promise, the n-th
//        | 'Q' vat n                  QueueEntry: a delivery that waits for the vat, in order of n
//        | 'L' vat n                  a dead letter: a QueueEntry that was given up
//        | 'K' kref                   Role of an object that the kernel answers for
//        | 'U' name                   the kref of the host object of that name, as a varint
//        | 'X' key                    OpenHostCall
//        | 'S' name                   SourceRecord
//        | 'V' vat part
//   part := 'm'                       VatRecord
//        | 'u' url                    the text of a module
//        | 'i' referrer 0x00 specifier   the url that the import names
//        | 'k' kref                   c-list: the vat's name of an object
//        | 'j' kref                   c-list: the vat's name of a promise
//        | 'x' group id               c-list: the kref of what the vat exports; its group is 'h'
//                                     heap object, 'p' promise, 'o' virtual object or store
//        | 'f' refKey                 ObjectFacts, where they are not those of most objects
//        | 'y' refKey store           (empty) the object is a key of that weak store too, where
//                                     ObjectFacts have no room to say so
//        | 'd' table id tail          what the vat itself keeps (protocol/vat_key.h)
//   vat, kref, refKey, store, n, id := orderedVarint, so that keys sort as their numbers do
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernel/tables/kref.h"
#include "protocol/vat_key.h"
#include "protocol/vref.h"

namespace keeve::kernel {

inline constexpr uint64_t kStoreFormat = 3;

inline constexpr std::string_view kFormatKey = "F";
inline constexpr std::string_view kAppKey = "A";
inline constexpr std::string_view kReservedKey = "C";
inline constexpr std::string_view kMarkPhaseKey = "H";
inline constexpr std::string_view kCacheTotalsKey = "T";

// The parts of a vat, each the letter of its keys.
enum class VatPart : char {
  record = 'm',
  source = 'u',
  import = 'i',
  objectNames = 'k',
  promiseNames = 'j',
  exports = 'x',
  facts = 'f',
  weakKeys = 'y',
  data = 'd',
};

std::string vatNameKey(std::string_view name);
std::string ownerKey(uint64_t object);
std::string recognizerKey(uint64_t object, VatId vat);
std::string recognizersKey(uint64_t object);  // the start of all of them
std::string candidateKey(VatId vat, RefKey ref);
std::string candidatesKey(VatId vat);  // the start of all of them
std::string droppedExportKey(VatId vat, uint64_t object);
std::string droppedExportsKey(VatId vat);  // the start of all of them
std::string promiseKey(uint64_t promise);
std::string waitingKey(uint64_t promise, uint64_t n);
std::string queueKey(VatId vat, uint64_t n);
std::string deadLetterKey(VatId vat, uint64_t n);
std::string deadLettersKey(VatId vat);  // the start of all of them
std::string roleKey(uint64_t object);
std::string hostObjectKey(std::string_view name);
std::string openHostCallKey(uint64_t key);
std::string sourceNameKey(std::string_view name);
std::string vatPartKey(
    VatId vat, VatPart part);  // the start of all keys of that part; the key itself for `record`
std::string sourceKey(VatId vat, std::string_view url);
std::string importKey(VatId vat, std::string_view referrer, std::string_view specifier);
std::string nameKey(VatId vat, const Kref& ref);    // c-list, kref -> vref
std::string exportKey(VatId vat, const Vref& ref);  // c-list, vref -> kref; requires an export
std::string factsKey(VatId vat, RefKey ref);
std::string weakKeyKey(VatId vat, RefKey ref, uint64_t store);
std::string weakKeysKey(VatId vat, RefKey ref);  // the start of all of them
std::string vatDataKey(VatId vat, const VatKey& key);

// Writes a vat's data key where one stands already; `prefixBytes` of it (vatPartKey(vat, data))
// stay.
void assignVatDataKey(std::string& key, size_t prefixBytes, const VatKey& rest);

// The start of all keys in a table, and the first key past every key that starts so.
std::string tableKey(char table);
std::string pastPrefix(std::string_view prefix);

// The letter under which exports of that class stand: 'h', 'p' or 'o'.
char exportGroup(const Vref& ref);

}  // namespace keeve::kernel
