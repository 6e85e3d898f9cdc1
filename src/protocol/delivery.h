// What a kernel hands to a vat (a delivery), and how that ended.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/capdata.h"

namespace keeve {

// Runs the vat's code and makes its root object (SPEC §2, §8.3). The first delivery of an incarnation, and only that.
struct StartVat {
  uint64_t incarnation = 1;
  VatCapData parameters;               // slots are imports
  std::optional<uint64_t> randomSeed;  // of a vat that was granted `random`
  std::optional<Vref> vatAdmin;        // an import, of a vat that was granted `vatAdmin`
};

// A message (SPEC §10). The body is an array [op, name, arguments]: op 0 calls the method `name` (a string or symbol),
// 1 calls the target itself (name undefined), 2 reads the property `name` (arguments []).
// The target is an object that the vat exports, or a promise that the vat decides and has not settled: then the message is
// for what the vat will settle it to, and goes before whatever the vat sends there later.
struct DeliverMessage {
  Vref target;
  VatCapData message;
  std::optional<Vref> result;  // which the vat decides from now on; nullopt for sendOnly
};

struct Resolution {
  Vref promise;
  bool rejected = false;
  VatCapData value;
};

// The news of promises that the vat subscribed to.
struct DeliverNotify {
  std::vector<Resolution> resolutions;
  size_t news = 1;  // so many came together: what a crank may take holds for each
};

struct Delivery {
  std::variant<StartVat, DeliverMessage, DeliverNotify> what;
  std::optional<double>
      clockMs;  // the one time of this crank (milliseconds since 1970), where the vat was granted `clock`
};

// The crank is to be committed.
struct Delivered {
  // After StartVat: the names (UTF-8) of the root's methods, so that the kernel asks for no `bootstrap` that is not there.
  std::vector<std::string> rootMethods;

  // Whether the vat's own store names an object or a promise of this heap, or the heap waits for news: then what the
  // vat itself sees would tell that the heap was dropped (SPEC §8.3, `--awake`).
  bool heapIsNamed = false;
};

// The vat's code threw while it started (StartVat only): the crank is to be undone, the worker is of no more use.
struct StartFailed {
  std::string error;  // "Error: message" and the stack, for a log
  VatCapData reason;  // the same as a value
};

// The vat passed a limit, or made an illegal syscall, or its engine failed: the crank is to be undone, the worker is of no
// more use (SPEC §8.1, §11).
struct Fault {
  std::string limit;  // the config's name of the limit, "" where it was none
  std::string
      detail;  // what happened, for the log; with no limit the reason that the sender is told
};

using DeliveryOutcome = std::variant<Delivered, StartFailed, Fault>;

}  // namespace keeve
