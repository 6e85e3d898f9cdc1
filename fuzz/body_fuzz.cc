// Any bytes as a serialized value: the reader takes them or says that they are malformed, and what it takes is written
// again as the same bytes, since a value has one form.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "protocol/body_rewrite.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const std::optional<std::string> rewritten = keeve::BodyRewriter::rewrite(body, 4);
  if (rewritten) KEEVE_CHECK(*rewritten == body, size);
  return 0;
}
