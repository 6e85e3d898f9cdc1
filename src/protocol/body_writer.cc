#include "protocol/body_writer.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <utility>

#include "base/bytes.h"
#include "base/check.h"
#include "protocol/body_grammar.h"
#include "protocol/body_string.h"

namespace keeve {
namespace {

uint64_t zigzag(int64_t number) {
  return number >= 0 ? static_cast<uint64_t>(number) * 2 : static_cast<uint64_t>(-number) * 2 - 1;
}

}  // namespace

void BodyWriter::undefined() { begin(kTagUndefined); }

void BodyWriter::null() { begin(kTagNull); }

void BodyWriter::boolean(bool value) { begin(value ? kTagTrue : kTagFalse); }

void BodyWriter::number(double value) {
  if (!isBodyInt(value)) {
    begin(kTagFloat);
    appendFixed64(out_, std::isnan(value) ? kBodyNaNBits : std::bit_cast<uint64_t>(value));
  } else if (value >= 0 && value < kSmallIntEnd) {
    begin(static_cast<uint8_t>(kTagSmallInt + static_cast<int>(value)));
  } else {
    begin(kTagInt);
    appendVarint(out_, zigzag(static_cast<int64_t>(value)));
  }
}

void BodyWriter::bigint(Sign sign, std::string_view magnitude) {
  while (!magnitude.empty() && magnitude.back() == 0) magnitude.remove_suffix(1);
  const bool negative = sign == Sign::minus && !magnitude.empty();
  begin(negative ? kTagNegativeBigInt : kTagBigInt);
  appendText(out_, magnitude);
}

void BodyWriter::string(std::string_view utf8) {
  beginItem();
  appendBodyString(out_, utf8);
}

void BodyWriter::symbol(SymbolSort sort, std::string_view name) {
  begin(sort == SymbolSort::registered ? kTagRegisteredSymbol : kTagWellKnownSymbol);
  appendBodyString(out_, name);
}

void BodyWriter::array(uint64_t count) {
  begin(kTagArray);
  appendVarint(out_, count);
  open(count);
}

void BodyWriter::record(uint64_t count) {
  begin(kTagRecord);
  appendVarint(out_, count);
  open(2 * count);
}

void BodyWriter::error(uint8_t parts, std::string_view name, std::string_view message) {
  begin(kTagError);
  appendByte(out_, parts);
  appendBodyString(out_, name);
  appendBodyString(out_, message);
  open(static_cast<uint64_t>(std::popcount(parts)));
}

void BodyWriter::tagged(std::string_view tag) {
  begin(kTagTagged);
  appendBodyString(out_, tag);
  open(1);
}

void BodyWriter::remotable(uint64_t slot, std::string_view interfaceName) {
  begin(kTagRemotable);
  appendVarint(out_, slot);
  appendBodyString(out_, interfaceName);
}

void BodyWriter::promise(uint64_t slot) {
  begin(kTagPromise);
  appendVarint(out_, slot);
}

std::string BodyWriter::take() {
  closeFinished();
  KEEVE_CHECK(open_.empty(), open_.size());
  return std::exchange(out_, {});
}

void BodyWriter::begin(uint8_t tag) {
  beginItem();
  appendByte(out_, tag);
}

void BodyWriter::beginItem() {
  closeFinished();
  if (!open_.empty()) --open_.back();
}

void BodyWriter::open(uint64_t items) {
  if (open_.size() >= kBodyDepthMax + kMessageDepth) {
    throw BodyTooDeep("the value nests more than " + std::to_string(kBodyDepthMax) + " deep");
  }
  open_.push_back(items);
}

void BodyWriter::closeFinished() {
  while (!open_.empty() && open_.back() == 0) open_.pop_back();
}

}  // namespace keeve
