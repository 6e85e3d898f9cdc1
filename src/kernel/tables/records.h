// What stands in the store under the kernel's own keys (schema.h), and the bytes of it.
//
//   app      := name:text bootstrapVat:varint asked:1 byte asking:varint seed:8 bytes LE
//               vatAdmin:varint hostObjects
//   reserved := nextKref:varint nextVat:varint
//   vat      := name:text incarnation:varint state:1 byte reason:text root:varint limits powers
//               parameters:capdata storedBytes:varint source:text admin:varint creating:varint
//   source   := vat:varint limits powers ofVat:1 byte
//   limits   := heapBytes:varint crankMs:varint valueBytes:varint messages:varint
//               storeBytes:varint cacheBytes:varint
//   powers, hostObjects := count:varint text*
//   owner    := vat:varint endedBy:varint importers:varint recognizers:varint
//               (endedBy: the incarnation that began without the object, 0 while it lives)
//   candidate := class:varint state:1 byte           (CandidateState)
//   facts    := count:varint count:varint weakStore:varint* (0 | 1)
//               (1: there are more weak stores, under keys of their own)
//   promise  := refs:varint ('u' undecided | 'f' capdata | 'r' capdata)
//   undecided := decider:varint waiting:varint announced:varint gone:varint
//               count:varint subscriber:varint*
//   entry    := faults:varint ('m' message | 'n' promise:varint | 't' promise:varint n:varint)
//   message  := target:kref (0 | 1 result:varint) capdata
//   capdata  := count:varint kref* body:text
//   kref     := 'o' varint | 'p' varint
//   vref     := class:varint id:varint
//   name     := vref [0]                             (0: of an import that the vat cannot reach)
//   export   := kref class:varint
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kernel/tables/kref.h"
#include "protocol/vref.h"
#include "protocol/worker.h"

namespace keeve::kernel {

struct AppRecord {
  std::string name;             // the file name of the app when it last ran, without its folder
  VatId bootstrapVat = kNoVat;  // whose root is asked to bootstrap()
  bool asked = false;           // it was, or had no such method (SPEC §12: once)
  uint64_t asking = 0;          // the promise of what bootstrap() returns, 0 where it was not asked
  uint64_t seed = 0;            // of the random numbers that vats are granted
  uint64_t vatAdmin = 0;        // the kref of the object that makes vats
  std::vector<std::string> hostObjects;  // that bootstrap() is given
};

// Every number below these may be in use; none from these on is.
struct Reserved {
  uint64_t nextKref = 1;
  uint64_t nextVat = 1;
};

// How often what vats used was in their state caches (CacheUse of protocol/worker.h), in one life of a kernel.
struct CacheTotals {
  uint64_t hits = 0;
  uint64_t misses = 0;
  bool operator==(const CacheTotals&) const = default;
};

enum class VatState : uint8_t {
  fresh = 'n',  // it never started
  running = 'r',
  faulty = 'f',
  terminated = 't',  // it runs no more, and what it kept is being deleted
  gone = 'g',        // that is done. The record stays, for what still names objects of the vat
};

struct VatRecord {
  VatSettings settings;
  uint64_t incarnation = 0;  // 0: it never started
  VatState state = VatState::fresh;
  std::string reason;        // of a faulty one: why it does not start
  uint64_t root = 0;         // the kref of its root object
  KernelCapData parameters;  // its slots are objects
  uint64_t storedBytes = 0;  // of its data, where a limit on them is set, else 0
  // Of a vat that vatAdmin made (kernel_objects.h): the source that it runs, and its admin object.
  // "" and 0 of the app's own vats.
  std::string source;
  uint64_t admin = 0;
  uint64_t creating = 0;  // the promise of what createVat() returns, until it is settled

  bool hasEnded() const { return state == VatState::terminated || state == VatState::gone; }
};

// Code that vats can be made of, by its name.
struct SourceRecord {
  VatId vat;  // under which its modules are stored: a number of its own, or a vat that was
  VatLimits limits;
  std::set<std::string> powers;
  bool ofVat = false;  // it was the code of a vat of the app, which has ended
};

struct OwnerRecord {
  VatId vat;
  uint64_t endedBy = 0;
  uint64_t importers = 0;    // vats that can reach it
  uint64_t recognizers = 0;  // and those that only recognize it
};

// What a c-list calls something. Where a vat only recognizes an import it cannot say that name.
struct NameRecord {
  Vref name;
  bool isReachable = true;
};

// An object of a vat, or an import, that nothing which is stored in that vat refers to, and, of an
// object, that no other vat has: what keeps it is the heap, or a message on its way, or nothing.
enum class CandidateState : uint8_t {
  waiting = 0,  // to be looked at
  dying = 1,    // it is being deleted, a part at a time
  // Nothing reaches it (tracer.h), whatever its count: it is deleted with all others of which that is so. It was no candidate
  // before, or it was.
  condemned = 2,
  condemnedCandidate = 3,
};
struct Candidate {
  uint32_t refClass = kHeapObjectClass;  // of a virtual object kFirstShapeClass, whatever its shape
  CandidateState state = CandidateState::waiting;

  bool isCondemned() const { return state >= CandidateState::condemned; }
};

// What is known of an object or an import of a vat. Of most there is no such record: then its
// `count` is 0 where it is a candidate, a heap object or a stored promise, else 1.
struct ObjectFacts {
  static constexpr size_t kWeakStoresMax = 16;

  uint64_t count = 0;                     // of the stored records that refer to it
  std::vector<uint64_t> weakStores = {};  // in which it is a key
  bool hasMoreWeakStores = false;

  bool isWeakKey() const { return !weakStores.empty() || hasMoreWeakStores; }
};

// Messages wait at a promise by number. Those below `waiting` came so far; the decider's queue got
// tickets for those below `announced`; those below `gone` went ahead to it and wait no more.
struct Undecided {
  VatId decider = kNoVat;  // kNoVat: the message whose result this is was not delivered yet
  uint64_t waiting = 0;
  uint64_t announced = 0;
  uint64_t gone = 0;
  std::vector<VatId> subscribers = {};
};
struct Settled {
  bool rejected = false;
  KernelCapData value;
};

// `refs` counts the names in c-lists, and the places in queue entries, waiting messages, settled
// values, open host calls, and the records of vats and of kernel objects. Tickets do not count.
struct KernelPromise {
  uint64_t refs = 0;
  std::variant<Undecided, Settled> state;
};

struct NotifyEntry {
  Kref promise;  // settled
};
// The turn of the n-th message that waits at a promise, to go ahead to the vat that decides it. It is
// void where the message waits there no more.
struct TicketEntry {
  Kref promise;
  uint64_t n = 0;
};
struct QueueEntry {
  uint64_t faults = 0;  // how often its delivery was undone
  std::variant<KernelMessage, NotifyEntry, TicketEntry> what;
};

struct ExportRecord {
  Kref ref;
  uint32_t refClass = kHeapObjectClass;
};

std::string toBytes(const AppRecord& record);
std::string toBytes(const Reserved& record);
std::string toBytes(const CacheTotals& record);
std::string toBytes(const VatRecord& record);
std::string toBytes(const SourceRecord& record);
std::string toBytes(const OwnerRecord& record);
std::string toBytes(const NameRecord& record);
std::string toBytes(const Candidate& record);
std::string toBytes(const ObjectFacts& record);
std::string toBytes(const KernelPromise& record);
std::string toBytes(const QueueEntry& record);
std::string toBytes(const KernelMessage& message);
std::string toBytes(const Vref& ref);
std::string toBytes(const ExportRecord& record);
std::string toBytes(VatId vat);

// Each is nullopt where the bytes are not such a record, to the last byte.
std::optional<AppRecord> parseApp(std::string_view bytes);
std::optional<Reserved> parseReserved(std::string_view bytes);
std::optional<CacheTotals> parseCacheTotals(std::string_view bytes);
std::optional<VatRecord> parseVat(std::string_view bytes);
std::optional<SourceRecord> parseSource(std::string_view bytes);
std::optional<OwnerRecord> parseOwner(std::string_view bytes);
std::optional<NameRecord> parseName(std::string_view bytes);
std::optional<Candidate> parseCandidate(std::string_view bytes);
std::optional<ObjectFacts> parseFacts(std::string_view bytes);
std::optional<KernelPromise> parseKernelPromise(std::string_view bytes);
std::optional<QueueEntry> parseQueueEntry(std::string_view bytes);
std::optional<KernelMessage> parseMessage(std::string_view bytes);
std::optional<Vref> parseVref(std::string_view bytes);
std::optional<ExportRecord> parseExport(std::string_view bytes);
std::optional<VatId> parseVatId(std::string_view bytes);

}  // namespace keeve::kernel
