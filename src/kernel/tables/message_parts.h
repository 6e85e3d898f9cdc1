// What a message says, for those that the kernel itself answers: its parts as bodies of their own,
// whose slots are those of the whole message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/tables/kref.h"

namespace keeve::kernel {

enum class MessageOp : uint8_t { call = 0, callTarget = 1, get = 2 };

// Views live as long as the message.
struct MessageParts {
  MessageOp op = MessageOp::call;
  std::string name;  // UTF-8; "" where it is a symbol or none
  std::vector<std::string_view> args;
};

// nullopt where the body is no message's (protocol/delivery.h).
std::optional<MessageParts> partsOf(const KernelCapData& message);

// The string, or the properties of the record, that the value is; nullopt where it is another.
std::optional<std::string> stringOf(std::string_view value);
using Property = std::pair<std::string, std::string_view>;
std::optional<std::vector<Property>> propertiesOf(std::string_view value, size_t slotCount);

}  // namespace keeve::kernel
