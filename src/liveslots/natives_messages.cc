#include <v8-exception.h>

#include <algorithm>
#include <array>
#include <vector>

#include "liveslots/native_call.h"
#include "liveslots/natives.h"

namespace keeve::liveslots {
namespace {

VatCapData encoded(Call& call, int lengthArgument) {
  return {.body = std::string(call.memory().body(call.id(lengthArgument))),
          .slots = call.memory().slots(call.id(lengthArgument + 1))};
}

Vref refOf(Call& call, int classArgument) {
  return {.refClass = static_cast<uint32_t>(call.id(classArgument)),
          .id = call.id(classArgument + 1)};
}

// (class, id of the target, length, refCount, number of the result's promise or -1, whether the vat is to hear of that)
void send(Call& call) {
  std::optional<Vref> result;
  if (call.number(4) >= 0) result = Vref{kPromiseClass, call.id(4)};
  call.port().send(refOf(call, 0), encoded(call, 2), result);
  if (call.flag(5)) call.port().subscribe(*result);
}

// (class, id)
void subscribe(Call& call) { call.port().subscribe(refOf(call, 0)); }

// (class, id, rejected, length, refCount, how many came before, whether that is all): the last makes the syscall
void resolve(Call& call) {
  std::vector<Resolution>& resolutions = call.heap().resolutions;
  resolutions.resize(std::min<size_t>(resolutions.size(), call.id(5)));
  resolutions.push_back({refOf(call, 0), call.flag(2), encoded(call, 3)});
  if (!call.flag(6)) return;
  call.port().resolve(resolutions);
  resolutions.clear();
}

// (failed, length, refCount)
void exitVat(Call& call) { call.port().exit(call.flag(0), encoded(call, 1)); }

// (stream, text)
void print(Call& call) {
  call.port().print(call.number(0) == 0 ? Stream::out : Stream::err, call.utf8(1));
}

// -> whether the vat has parameters that were not read yet, which then are the last read
void readParameters(Call& call) {
  if (!call.heap().parameters) return call.give(false);
  call.memory().load(*call.heap().parameters);
  call.heap().parameters.reset();
  call.give(true);
}

// (bytes, pairs): makes the buffers at least so large
void reserve(Call& call) { call.memory().reserve(call.id(0), call.id(1)); }

// (name of the limit): stops the vat
void overLimit(Call& call) { throw liveslots::overLimit(call.heap().settings(), call.utf8(0)); }

void corrupt(Call& call) { throwCorrupt(call.utf8(0)); }

// (why): stops the vat; nothing where it is being stopped already
void stop(Call& call) {
  if (!call.heap().realm().stopped()) throw VatFault({"", call.utf8(0)});
}

void hasStack(Call& call) { call.give(call.heap().hasStack()); }

// Throws the RangeError of an endless recursion before a change is begun that must not end half way.
void needStack(Call& call) {
  if (call.heap().hasStackForChange()) return;
  call.isolate()->ThrowException(v8::Exception::RangeError(
      engine::toV8Name(call.isolate(), "Maximum call stack size exceeded")));
}

// Lets go of what a WeakRef was made of in this job: vat code has no WeakRef that could tell.
void clearKept(Call& call) { call.isolate()->ClearKeptObjects(); }

// From now on queries of the heap ask JavaScript too.
void askJavaScript(Call& call) { call.heap().asksJavaScript = true; }

// From now on JavaScript is told of keys that are gone.
void noteWeakEntries(Call& call) { call.heap().hasWeakEntries = true; }

constexpr std::array kNatives = {
    Native{"send", send},
    Native{"subscribe", subscribe},
    Native{"resolve", resolve},
    Native{"exit", exitVat},
    Native{"print", print},
    Native{"readParameters", readParameters},
    Native{"reserve", reserve},
    Native{"overLimit", overLimit},
    Native{"corrupt", corrupt},
    Native{"stop", stop},
    Native{"hasStack", hasStack},
    Native{"needStack", needStack},
    Native{"clearKept", clearKept},
    Native{"askJavaScript", askJavaScript},
    Native{"noteWeakEntries", noteWeakEntries},
};

}  // namespace

std::span<const Native> messageNatives() { return kNatives; }

}  // namespace keeve::liveslots
