// What stands in the store under the kernel's own keys (schema.h), and the bytes of it.
//
//   app      := name:text bootstrapVat:varint asked:1 byte asking:varint seed:8 bytes LE
//   reserved := nextKref:varint nextVat:varint
//   vat      := name:text incarnation:varint state:1 byte reason:text root:varint limits powers
//   parameters:text
//               storedBytes:varint
//   limits   := heapBytes:varint crankMs:varint valueBytes:varint messages:varint storeBytes:varint
//   cacheBytes:varint powers   := count:varint text* owner    := vat:varint endedBy:varint
//   (endedBy: the incarnation that began without the object, 0 while it lives) promise  :=
//   refs:varint ('u' decider:varint waiting:varint count:varint subscriber:varint* | 'f' capdata |
//   'r' capdata) entry    := faults:varint ('m' message | 'n' promise:varint) message  :=
//   target:kref (0 | 1 result:varint) capdata capdata  := count:varint kref* body:text kref     :=
//   'o' varint | 'p' varint vref     := class:varint id:varint export   := kref class:varint
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kernel/kref.h"
#include "protocol/vref.h"
#include "protocol/worker.h"

namespace keeve::kernel {

struct AppRecord {
  std::string name;             // the file name of the app when it last ran, without its folder
  VatId bootstrapVat = kNoVat;  // whose root is asked to bootstrap()
  bool asked = false;           // it was, or had no such method (SPEC §12: once)
  uint64_t asking = 0;          // the promise of what bootstrap() returns, 0 where it was not asked
  uint64_t seed = 0;            // of the random numbers that vats are granted
};

// Every number below these may be in use; none from these on is.
struct Reserved {
  uint64_t nextKref = 1;
  uint64_t nextVat = 1;
};

enum class VatState : uint8_t {
  fresh = 'n',
  running = 'r',
  faulty = 'f'
};  // fresh: it never started

struct VatRecord {
  VatSettings settings;
  uint64_t incarnation = 0;  // 0: it never started
  VatState state = VatState::fresh;
  std::string reason;        // of a faulty one: why it does not start
  uint64_t root = 0;         // the kref of its root object
  std::string parameters;    // a body without slots
  uint64_t storedBytes = 0;  // of its data, where a limit on them is set, else 0
};

struct OwnerRecord {
  VatId vat;
  uint64_t endedBy = 0;
};

struct Undecided {
  VatId decider = kNoVat;  // kNoVat: the message whose result this is was not delivered yet
  uint64_t waiting =
      0;  // messages that were queued at the promise so far: they are 0 .. waiting - 1
  std::vector<VatId> subscribers;
};
struct Settled {
  bool rejected = false;
  KernelCapData value;
};

// `refs` counts the names in c-lists, and the places in queue entries, waiting messages and settled
// values.
struct KernelPromise {
  uint64_t refs = 0;
  std::variant<Undecided, Settled> state;
};

struct NotifyEntry {
  Kref promise;  // settled
};
struct QueueEntry {
  uint64_t faults = 0;  // how often its delivery was undone
  std::variant<KernelMessage, NotifyEntry> what;
};

struct ExportRecord {
  Kref ref;
  uint32_t refClass = kHeapObjectClass;
};

std::string toBytes(const AppRecord& record);
std::string toBytes(const Reserved& record);
std::string toBytes(const VatRecord& record);
std::string toBytes(const OwnerRecord& record);
std::string toBytes(const KernelPromise& record);
std::string toBytes(const QueueEntry& record);
std::string toBytes(const KernelMessage& message);
std::string toBytes(const Vref& ref);
std::string toBytes(const ExportRecord& record);
std::string toBytes(VatId vat);

// Each is nullopt where the bytes are not such a record, to the last byte.
std::optional<AppRecord> parseApp(std::string_view bytes);
std::optional<Reserved> parseReserved(std::string_view bytes);
std::optional<VatRecord> parseVat(std::string_view bytes);
std::optional<OwnerRecord> parseOwner(std::string_view bytes);
std::optional<KernelPromise> parseKernelPromise(std::string_view bytes);
std::optional<QueueEntry> parseQueueEntry(std::string_view bytes);
std::optional<KernelMessage> parseMessage(std::string_view bytes);
std::optional<Vref> parseVref(std::string_view bytes);
std::optional<ExportRecord> parseExport(std::string_view bytes);
std::optional<VatId> parseVatId(std::string_view bytes);

}  // namespace keeve::kernel
