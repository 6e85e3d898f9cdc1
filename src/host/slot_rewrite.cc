#include "host/slot_rewrite.h"

#include "keeve/value.h"
#include "protocol/body_rewrite.h"

namespace keeve::host {

std::string rewriteSlots(std::string_view body, size_t slotCount,
                         const std::function<uint64_t(uint64_t)>& slotOf) {
  try {
    if (auto rewritten = BodyRewriter::rewrite(body, slotCount, slotOf))
      return *std::move(rewritten);
  } catch (const BodyTooDeep& tooDeep) {
    throw ValueError(tooDeep.what());
  }
  throw ValueError("the value is damaged");
}

}  // namespace keeve::host
