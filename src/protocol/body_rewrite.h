// Reads a body and writes it again, with other slots where wanted. Since a value has one form, what a
// reader takes comes out as the same bytes where the slots stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/body_reader.h"
#include "protocol/body_writer.h"

namespace keeve {

class BodyRewriter {
 public:
  // The new slot for an old one; asked in the order in which the body names them.
  using SlotOf = std::function<uint64_t(uint64_t)>;

  // `body` is any number of whole values; nullopt where it is malformed. Throws BodyTooDeep.
  static std::optional<std::string> rewrite(
      std::string_view body, size_t slotCount,
      const SlotOf& slotOf = [](uint64_t slot) { return slot; }) {
    BodyReader reader(body, slotCount);
    BodyRewriter rewriter(slotOf);
    while (!reader.atEnd()) {
      const BodyItem item = reader.next();
      if (std::holds_alternative<BodyMalformed>(item)) return std::nullopt;
      std::visit([&](const auto& each) { rewriter(each); }, item);
    }
    return rewriter.writer_.take();
  }

  void operator()(const BodyUndefined&) { writer_.undefined(); }
  void operator()(const BodyNull&) { writer_.null(); }
  void operator()(bool value) { writer_.boolean(value); }
  void operator()(double value) { writer_.number(value); }
  void operator()(const BodyBigInt& item) {
    writer_.bigint(item.negative ? BodyWriter::Sign::minus : BodyWriter::Sign::plus,
                   item.magnitude);
  }
  void operator()(const BodyString& item) { writer_.string(item.utf8()); }
  void operator()(const BodySymbol& item) { writer_.symbol(item.sort, item.name.utf8()); }
  void operator()(const BodyArray& item) { writer_.array(item.count); }
  void operator()(const BodyRecord& item) { writer_.record(item.count); }
  void operator()(const BodyError& item) {
    writer_.error(item.parts, item.name.utf8(), item.message.utf8());
  }
  void operator()(const BodyTagged& item) { writer_.tagged(item.tag.utf8()); }
  void operator()(const BodyRemotable& item) {
    writer_.remotable(slotOf_(item.slot), item.interfaceName.utf8());
  }
  void operator()(const BodyPromise& item) { writer_.promise(slotOf_(item.slot)); }
  void operator()(const BodyMalformed&) {}

 private:
  explicit BodyRewriter(const SlotOf& slotOf) : slotOf_(slotOf) {}

  const SlotOf& slotOf_;
  BodyWriter writer_;
};

}  // namespace keeve
