// A serialized value: its bytes, and the references that the bytes name by their index (their slot).
//
// Stored form:  capdata := count:varint (class:varint id:varint)*count body
// The body's grammar stands in protocol/body_grammar.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/vref.h"

namespace keeve {

struct VatCapData {
  std::string body;
  std::vector<Vref> slots;

  bool operator==(const VatCapData&) const = default;
};

void appendCapData(std::string& out, const VatCapData& data);

// The capdata that `bytes` are, to their end; nullopt where they are none (the body itself is not looked at).
std::optional<VatCapData> parseCapData(std::string_view bytes);

// Its slots alone; the body is not copied.
std::optional<std::vector<Vref>> parseSlots(std::string_view bytes);

}  // namespace keeve
