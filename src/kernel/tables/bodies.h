// The few values that the kernel itself says: messages that it sends, and reasons why something was
// rejected. All are bodies of protocol/body_grammar.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/tables/kref.h"

namespace keeve::kernel {

// [0, method, [args…]]: the call of a method (protocol/delivery.h). Each of `args` is one whole
// value.
std::string methodBody(std::string_view method, const std::vector<std::string>& args);

// A record whose values are the remotables of the slots from `firstSlot` on, in the order of `names`;
// and undefined.
std::string recordOfSlotsBody(const std::vector<std::string>& names, uint64_t firstSlot = 0);
std::string undefinedBody();

// Nothing but the promise of that slot.
std::string bodyOfPromise(uint64_t slot);

// An error with that name and message (UTF-8).
std::string errorBody(std::string_view name, std::string_view message);

// SPEC §8.3: why a call to an object of an ended incarnation is rejected. `incarnation` is the one
// that began.
std::string vatRestartedBody(std::string_view vat, uint64_t incarnation);

// Why a call to an object of a vat that ended is rejected.
std::string vatTerminatedBody(std::string_view vat);

// The name that a message calls or gets, as UTF-8; "" where it calls the target itself or names a
// symbol.
std::string methodName(std::string_view messageBody);

// The slot that the body is, where it is nothing but a remotable or a promise.
std::optional<uint64_t> onlySlot(std::string_view body);

// "Error: message", as a log says it: the body's name and message where it is an error, else what
// kind of value it is.
std::string describeReason(std::string_view body);

}  // namespace keeve::kernel
