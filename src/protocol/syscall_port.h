// What a vat asks of the kernel while a delivery runs (a syscall): wall 2, since a vat never sees the store.
//
// Everything is provisional until the crank commits; reads see the crank's own writes. Called by one thread at a time.
// A port throws VatFault where the vat asked for what it may not have (then the crank is undone), and any other
// exception where the kernel or its store failed. Callers inside V8 callbacks catch, terminate execution, and rethrow
// when V8 has been left.
//
// A promise's name ends, on both sides, when resolve() names it as settled or when a DeliverNotify has told of it: the vat
// names it no more (a promise that it goes on passing gets a fresh name and is resolved again), and no number comes back.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/delivery.h"
#include "protocol/vat_key.h"

namespace keeve {

// Thrown through a SyscallPort: the vat is to be stopped and the crank undone.
class VatFault : public std::runtime_error {
 public:
  explicit VatFault(Fault fault) : std::runtime_error(fault.detail), fault_(std::move(fault)) {}
  const Fault& fault() const { return fault_; }

 private:
  Fault fault_;
};

enum class Stream : uint8_t { out, err };

struct ModuleSource {
  std::string url;   // its name in the vat: "keeve:///lib/tally.js"; never a path of the host
  std::string text;  // UTF-8
};
struct ModuleMissing {
  std::string message;  // "cannot find module './x.js' imported from keeve:///main.js"
};
using ModuleAnswer = std::variant<ModuleSource, ModuleMissing>;

struct ScannedEntry {
  std::string tail;
  std::string value;
};

// What a change of a record does to the objects that it refers to, so that they are counted (SPEC §7): a record holds each
// reference in its value once. It does not hold what it belongs to, and without which it is nothing: the object of a state, the
// store of an entry, a weak entry's key too, the promise of a promise's record. A binding holds its store.
struct RefChanges {
  bool isNew =
      false;  // nothing stood under the key: for an object's state or a store's record, it is new
  std::span<const Vref> gained = {};  // what it holds from now on and did not hold before
  std::span<const Vref> lost = {};    // what it held before and holds no more
};

class SyscallPort {
 public:
  virtual ~SyscallPort() = default;

  // What stands under `key`, or nullopt. Valid until the next call on the port.
  virtual std::optional<std::string_view> read(const VatKey& key) = 0;
  virtual void write(const VatKey& key, std::string_view value, const RefChanges& refs) = 0;
  virtual void erase(const VatKey& key, const RefChanges& refs) = 0;
  // The same of records that refer to nothing.
  void write(const VatKey& key, std::string_view value) { write(key, value, {}); }
  void erase(const VatKey& key) { erase(key, {}); }

  // Up to `limit` records with `after`'s table and id whose tail sorts after `after.tail` (all of them, where that is
  // empty), in order.
  virtual std::vector<ScannedEntry> scan(const VatKey& after, size_t limit) = 0;

  // Sends to `target`: an import or a promise; what turns out to be the vat's own comes home as a delivery, in its order,
  // so that the vat can tell when what it sent there before is home. `result` is a fresh kPromiseClass promise
  // that the kernel will decide and the vat will be notified of, if it subscribes.
  virtual void send(const Vref& target, const VatCapData& message,
                    const std::optional<Vref>& result) = 0;
  virtual void subscribe(const Vref& promise) = 0;
  virtual void resolve(const std::vector<Resolution>& resolutions) = 0;

  // Ends the vat when this crank has committed: whoever awaits its end hears of `value`, as of a rejection where
  // `failed`.
  virtual void exit(bool failed, const VatCapData& value) = 0;

  // One line (without its newline) for the program's standard output or error, released when the crank is durable.
  virtual void print(Stream stream, std::string_view line) = 0;

  // The module that `specifier` names, seen from the module `referrer` (its url; "" for the vat's first module, whose
  // specifier is ""). Built-in specifiers are not asked for.
  virtual ModuleAnswer loadModule(std::string_view referrer, std::string_view specifier) = 0;
};

}  // namespace keeve
