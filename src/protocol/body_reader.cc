#include "protocol/body_reader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>
#include <variant>

#include "protocol/body_grammar.h"
#include "protocol/body_string.h"

namespace keeve {
namespace {

constexpr uint8_t kErrorPartsEnd = 8;
constexpr std::string_view kNoString = "a string that is cut short or not in its one form";

constexpr std::array<std::string_view, 13> kWellKnownSymbols = {
    "asyncIterator", "hasInstance", "isConcatSpreadable",
    "iterator",      "match",       "matchAll",
    "replace",       "search",      "species",
    "split",         "toPrimitive", "toStringTag",
    "unscopables"};

std::optional<BodyString> takeString(ByteReader& reader) {
  const auto bytes = takeBodyString(reader);
  if (!bytes) return std::nullopt;
  return BodyString{*bytes};
}

}  // namespace

BodyReader::BodyReader(std::string_view body, size_t slotCount)
    : size_(body.size()), slotCount_(slotCount), reader_(body) {}

BodyItem BodyReader::next() {
  if (malformed_) return *malformed_;
  itemOffset_ = offset();
  BodyItem item = readWanted(takeWanted());
  if (const auto* bad = std::get_if<BodyMalformed>(&item)) {
    malformed_ = *bad;
  } else {
    closeFinished();
  }
  return item;
}

BodyReader::Wanted BodyReader::takeWanted() {
  if (open_.empty()) return Wanted::value;
  Container& container = open_.back();
  --container.remaining;
  switch (container.sort) {
    case Container::Sort::list:
      return Wanted::value;
    case Container::Sort::record:
      return container.remaining % 2 == 1 ? Wanted::name : Wanted::value;
    case Container::Sort::error: {
      const auto part = static_cast<uint8_t>(1 << std::countr_zero(container.parts));
      container.parts ^= part;
      if (part == kErrorErrors) return Wanted::array;
      return part == kErrorIncarnation ? Wanted::number : Wanted::value;
    }
  }
  return Wanted::value;
}

BodyItem BodyReader::readWanted(Wanted wanted) {
  switch (wanted) {
    case Wanted::value:
      return readItem();
    case Wanted::name: {
      const auto name = takeString(reader_);
      if (!name) return malformed(kNoString);
      if (!open_.back().names.insert(name->bytes).second)
        return malformed("a name that came before");
      return *name;
    }
    case Wanted::array: {
      BodyItem item = readItem();
      if (std::holds_alternative<BodyArray>(item) || std::holds_alternative<BodyMalformed>(item)) {
        return item;
      }
      return malformed("errors that are no array");
    }
    case Wanted::number: {
      BodyItem item = readItem();
      if (std::holds_alternative<double>(item) || std::holds_alternative<BodyMalformed>(item)) {
        return item;
      }
      return malformed("an incarnation that is no number");
    }
  }
  return malformed("an item of no sort");
}

BodyItem BodyReader::readItem() {
  ByteReader ahead = reader_;
  const auto tag = ahead.takeByte();
  if (!tag) return malformed("a value is missing");
  if (*tag >= kTagShortLatin1 || *tag == kTagLatin1 || *tag == kTagUtf16) {
    const auto text = takeString(reader_);
    return text ? BodyItem(*text) : malformed(kNoString);
  }
  reader_ = ahead;
  if (*tag >= kTagSmallInt) return static_cast<double>(*tag - kTagSmallInt);
  switch (*tag) {
    case kTagUndefined:
      return BodyUndefined{};
    case kTagNull:
      return BodyNull{};
    case kTagFalse:
      return false;
    case kTagTrue:
      return true;
    case kTagInt:
      return readInteger();
    case kTagFloat:
      return readFloat();
    case kTagBigInt:
    case kTagNegativeBigInt:
      return readBigInt(*tag);
    case kTagRegisteredSymbol:
    case kTagWellKnownSymbol:
      return readSymbol(*tag);
    case kTagArray:
      return readArray();
    case kTagRecord:
      return readRecord();
    case kTagError:
      return readError();
    case kTagTagged:
      return readTagged();
    case kTagRemotable:
    case kTagPromise:
      return readReference(*tag);
    default:
      return malformed("an unknown tag");
  }
}

BodyItem BodyReader::readInteger() {
  const auto zigzag = reader_.takeVarint();
  if (!zigzag || *zigzag > UINT32_MAX) return malformed("an integer that is not of 32 bits");
  const auto half = static_cast<int64_t>(*zigzag >> 1);
  const int64_t number = (*zigzag & 1) == 0 ? half : -half - 1;
  if (number >= 0 && number < kSmallIntEnd) {
    return malformed("an integer in a longer form than needed");
  }
  return static_cast<double>(number);
}

BodyItem BodyReader::readFloat() {
  const auto bits = reader_.takeFixed64();
  if (!bits) return malformed("a number that is cut short");
  const auto number = std::bit_cast<double>(*bits);
  if (std::isnan(number) && *bits != kBodyNaNBits) return malformed("a NaN that is not the one");
  if (isBodyInt(number)) return malformed("an integer in a longer form than needed");
  return number;
}

BodyItem BodyReader::readBigInt(uint8_t tag) {
  const bool negative = tag == kTagNegativeBigInt;
  const auto magnitude = reader_.takeText();
  if (!magnitude) return malformed("a bigint that is cut short");
  if (magnitude->empty() && negative) return malformed("a bigint that is -0");
  if (!magnitude->empty() && magnitude->back() == 0) {
    return malformed("a bigint in a longer form than needed");
  }
  return BodyBigInt{negative, *magnitude};
}

BodyItem BodyReader::readSymbol(uint8_t tag) {
  const auto name = takeString(reader_);
  if (!name) return malformed(kNoString);
  if (tag == kTagRegisteredSymbol) return BodySymbol{SymbolSort::registered, *name};
  const bool known = std::find(kWellKnownSymbols.begin(), kWellKnownSymbols.end(), name->utf8()) !=
                     kWellKnownSymbols.end();
  if (!known) return malformed("a symbol that is not well known");
  return BodySymbol{SymbolSort::wellKnown, *name};
}

BodyItem BodyReader::readArray() {
  const auto count = reader_.takeVarint();
  if (!count || *count > reader_.rest().size()) return malformed("an array that is cut short");
  if (isTooDeep()) return malformed("a value that nests too deep");
  open({Container::Sort::list, *count});
  return BodyArray{*count};
}

BodyItem BodyReader::readRecord() {
  const auto count = reader_.takeVarint();
  if (!count || *count > reader_.rest().size() / 2) return malformed("a record that is cut short");
  if (isTooDeep()) return malformed("a value that nests too deep");
  open({Container::Sort::record, *count * 2});
  return BodyRecord{*count};
}

BodyItem BodyReader::readError() {
  const auto parts = reader_.takeByte();
  if (!parts || *parts >= kErrorPartsEnd) return malformed("an error of unknown parts");
  const auto name = takeString(reader_);
  const auto message = name ? takeString(reader_) : std::nullopt;
  if (!name || !message) return malformed(kNoString);
  if (isTooDeep()) return malformed("a value that nests too deep");
  open({Container::Sort::error, static_cast<uint64_t>(std::popcount(*parts)), *parts});
  return BodyError{*parts, *name, *message};
}

BodyItem BodyReader::readTagged() {
  const auto tag = takeString(reader_);
  if (!tag) return malformed(kNoString);
  if (isTooDeep()) return malformed("a value that nests too deep");
  open({Container::Sort::list, 1});
  return BodyTagged{*tag};
}

BodyItem BodyReader::readReference(uint8_t tag) {
  const auto slot = reader_.takeVarint();
  if (!slot || *slot >= slotCount_) return malformed("a reference to a slot that there is not");
  if (tag == kTagPromise) return BodyPromise{*slot};
  const auto interfaceName = takeString(reader_);
  if (!interfaceName) return malformed(kNoString);
  return BodyRemotable{*slot, *interfaceName};
}

BodyItem BodyReader::malformed(std::string_view reason) const {
  return BodyMalformed{itemOffset_, reason};
}

bool BodyReader::isTooDeep() const { return open_.size() >= kBodyDepthMax + kMessageDepth; }

void BodyReader::open(Container container) { open_.push_back(std::move(container)); }

void BodyReader::closeFinished() {
  while (!open_.empty() && open_.back().remaining == 0) open_.pop_back();
}

std::optional<BodyMalformed> findMalformed(std::string_view body, size_t slotCount,
                                           size_t valueCount) {
  BodyReader reader(body, slotCount);
  for (size_t values = 0;; ++values) {
    if (reader.atEnd()) {
      if (values == valueCount) return std::nullopt;
      return BodyMalformed{body.size(), "values are missing"};
    }
    if (values == valueCount) return BodyMalformed{reader.offset(), "bytes after the last value"};
    do {
      const BodyItem item = reader.next();
      if (const auto* bad = std::get_if<BodyMalformed>(&item)) return *bad;
    } while (reader.isWithinValue());
  }
}

}  // namespace keeve
