// Any bytes as each of the records that a vat keeps: a parser takes them or does not, and what it takes is written again as
// the same bytes.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "protocol/capdata.h"
#include "protocol/vat_records.h"

namespace {

template <class Record>
void holdToItsForm(const std::optional<Record>& record, std::string_view bytes) {
  if (record) KEEVE_CHECK(keeve::toBytes(*record) == bytes, bytes.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  holdToItsForm(keeve::parseCounters(bytes), bytes);
  holdToItsForm(keeve::parseKind(bytes), bytes);
  holdToItsForm(keeve::parseShape(bytes), bytes);
  holdToItsForm(keeve::parseStore(bytes), bytes);
  holdToItsForm(keeve::parsePromise(bytes), bytes);
  if (const auto capData = keeve::parseCapData(bytes)) {
    std::string again;
    keeve::appendCapData(again, *capData);
    KEEVE_CHECK(again == bytes, size);
  }
  return 0;
}
