#include "host/slot_rewrite.h"

#include <variant>

#include "keeve/value.h"
#include "protocol/body_reader.h"
#include "protocol/body_writer.h"

namespace keeve::host {

namespace {

class SlotRewriter {
 public:
  explicit SlotRewriter(const std::function<uint64_t(uint64_t)>& slotOf) : slotOf_(slotOf) {}

  std::string take() { return writer_.take(); }

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
  void operator()(const BodyMalformed& item) {
    throw ValueError("the value is damaged: " + std::string(item.reason));
  }

 private:
  const std::function<uint64_t(uint64_t)>& slotOf_;
  BodyWriter writer_;
};

}  // namespace

std::string rewriteSlots(std::string_view body, size_t slotCount,
                         const std::function<uint64_t(uint64_t)>& slotOf) {
  BodyReader reader(body, slotCount);
  SlotRewriter rewriter(slotOf);
  try {
    while (!reader.atEnd()) std::visit(rewriter, reader.next());
  } catch (const BodyTooDeep& tooDeep) {
    throw ValueError(tooDeep.what());
  }
  return rewriter.take();
}

}  // namespace keeve::host
