#include <v8-object.h>
#include <v8-promise.h>
#include <v8-proxy.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/bytes.h"
#include "base/check.h"
#include "liveslots/native_call.h"
#include "liveslots/natives.h"
#include "protocol/body_grammar.h"
#include "protocol/utf.h"

namespace keeve::liveslots {
namespace {

// js/passable.js has the same numbers.
enum ObjectSort : int32_t { kOrdinary = 0, kProxy = 1, kPromise = 2, kError = 3, kOther = 4 };

// Has internal state beside its properties.
bool isExotic(v8::Local<v8::Value> value) {
  return value->IsDate() || value->IsRegExp() || value->IsMap() || value->IsSet() ||
         value->IsWeakMap() || value->IsWeakSet() || value->IsArrayBuffer() ||
         value->IsArrayBufferView() || value->IsArgumentsObject() || value->IsNumberObject() ||
         value->IsStringObject() || value->IsBooleanObject() || value->IsSymbolObject() ||
         value->IsBigIntObject() || value->IsGeneratorObject() || value->IsMapIterator() ||
         value->IsSetIterator() || value->IsModuleNamespaceObject();
}

void classify(Call& call) {
  const v8::Local<v8::Value> value = call.value(0);
  double sort = kOrdinary;
  if (value->IsProxy()) {
    sort = kProxy;
  } else if (value->IsArray()) {
    sort = kOrdinary;
  } else if (value->IsPromise()) {
    sort = kPromise;
  } else if (value->IsNativeError()) {
    sort = kError;
  } else if (isExotic(value)) {
    sort = kOther;
  }
  call.give(sort);
}

// (array) -> the names of its own properties that are no elements, of which V8 would make a string each
void namesBesideElements(Call& call) {
  constexpr auto kStrings = static_cast<v8::PropertyFilter>(v8::ALL_PROPERTIES | v8::SKIP_SYMBOLS);
  v8::Local<v8::Array> names;
  if (call.value(0)
          .As<v8::Object>()
          ->GetPropertyNames(call.context(), v8::KeyCollectionMode::kOwnOnly, kStrings,
                             v8::IndexFilter::kSkipIndices)
          .ToLocal(&names)) {
    call.give(names);
  }
}

void isProxy(Call& call) { call.give(call.value(0)->IsProxy()); }

void promiseState(Call& call) {
  if (!call.value(0)->IsPromise()) return;
  switch (call.value(0).As<v8::Promise>()->State()) {
    case v8::Promise::kPending:
      return call.giveString("pending");
    case v8::Promise::kFulfilled:
      return call.giveString("fulfilled");
    case v8::Promise::kRejected:
      return call.giveString("rejected");
  }
}

void promiseResult(Call& call) { call.give(call.value(0).As<v8::Promise>()->Result()); }

void className(Call& call) {
  const auto object = call.value(0).As<v8::Object>();
  call.giveString(engine::toShortUtf8(call.isolate(), object->GetConstructorName(), 100));
}

void isWellFormed(Call& call) {
  const v8::Local<v8::String> text = call.string(0);
  if (text->IsOneByte()) return call.give(true);
  std::vector<uint16_t> units(static_cast<size_t>(text->Length()));
  text->Write(call.isolate(), units.data(), 0, text->Length(), v8::String::NO_NULL_TERMINATION);
  call.give(isWellFormedUtf16({reinterpret_cast<const char16_t*>(units.data()), units.size()}));
}

// Writes at `to`, and returns where the varint ends.
size_t putVarint(uint8_t* to, size_t number) {
  size_t length = 0;
  for (; number >= 128; number >>= 7) to[length++] = static_cast<uint8_t>(number | 128);
  to[length++] = static_cast<uint8_t>(number);
  return length;
}

// (text, position) -> the position after it. The bytes are reserved: 2 a unit and 9.
void writeString(Call& call) {
  const v8::Local<v8::String> text = call.string(0);
  auto position = static_cast<size_t>(call.number(1));
  const auto length = static_cast<size_t>(text->Length());
  KEEVE_CHECK(position + 2 * length + 9 <= call.memory().capacity(), position, length);
  uint8_t* bytes = call.memory().bytes();
  if (text->ContainsOnlyOneByte()) {
    if (length < kShortLatin1LengthEnd) {
      bytes[position++] = static_cast<uint8_t>(kTagShortLatin1 + length);
    } else {
      bytes[position++] = kTagLatin1;
      position += putVarint(bytes + position, length);
    }
    text->WriteOneByte(call.isolate(), bytes + position, 0, text->Length(),
                       v8::String::NO_NULL_TERMINATION);
    return call.give(static_cast<double>(position + length));
  }
  bytes[position++] = kTagUtf16;
  position += putVarint(bytes + position, length);
  std::vector<uint16_t> units(length);
  text->Write(call.isolate(), units.data(), 0, text->Length(), v8::String::NO_NULL_TERMINATION);
  for (const uint16_t unit : units) {
    bytes[position++] = static_cast<uint8_t>(unit);
    bytes[position++] = static_cast<uint8_t>(unit >> 8);
  }
  call.give(static_cast<double>(position));
}

// (bytes, from, length) -> string
void readLatin1(Call& call) {
  const std::string_view bytes = call.bytes(0, call.id(1), call.id(2));
  v8::Local<v8::String> text;
  if (v8::String::NewFromOneByte(call.isolate(), reinterpret_cast<const uint8_t*>(bytes.data()),
                                 v8::NewStringType::kNormal, static_cast<int>(bytes.size()))
          .ToLocal(&text)) {
    call.give(text);
  }
}

// (bytes, from, count of units) -> string
void readUtf16(Call& call) {
  const std::string_view bytes = call.bytes(0, call.id(1), 2 * call.id(2));
  std::vector<uint16_t> units(bytes.size() / 2);
  for (size_t i = 0; i < units.size(); ++i) {
    units[i] = static_cast<uint16_t>(static_cast<uint8_t>(bytes[2 * i]) |
                                     static_cast<uint8_t>(bytes[2 * i + 1]) << 8);
  }
  v8::Local<v8::String> text;
  if (v8::String::NewFromTwoByte(call.isolate(), units.data(), v8::NewStringType::kNormal,
                                 static_cast<int>(units.size()))
          .ToLocal(&text)) {
    call.give(text);
  }
}

struct Magnitude {
  bool negative = false;
  std::vector<uint8_t> bytes;  // lowest first, none of them in vain
};

Magnitude magnitudeOf(v8::Local<v8::BigInt> number) {
  std::vector<uint64_t> words(static_cast<size_t>(number->WordCount()));
  int sign = 0;
  auto count = static_cast<int>(words.size());
  number->ToWordsArray(&sign, &count, words.data());
  Magnitude magnitude{.negative = sign != 0, .bytes = {}};
  magnitude.bytes.reserve(words.size() * 8);
  for (const uint64_t word : words) {
    for (int shift = 0; shift < 64; shift += 8) {
      magnitude.bytes.push_back(static_cast<uint8_t>(word >> shift));
    }
  }
  while (!magnitude.bytes.empty() && magnitude.bytes.back() == 0) magnitude.bytes.pop_back();
  return magnitude;
}

void bigIntBytes(Call& call) {
  call.give(static_cast<double>(magnitudeOf(call.value(0).As<v8::BigInt>()).bytes.size()));
}

// (bigint, position) -> the position after it. The bytes are reserved: bigIntBytes() and 9.
void writeBigInt(Call& call) {
  const Magnitude magnitude = magnitudeOf(call.value(0).As<v8::BigInt>());
  auto position = static_cast<size_t>(call.number(1));
  KEEVE_CHECK(position + magnitude.bytes.size() + 9 <= call.memory().capacity(), position);
  uint8_t* bytes = call.memory().bytes();
  bytes[position++] = magnitude.negative ? kTagNegativeBigInt : kTagBigInt;
  position += putVarint(bytes + position, magnitude.bytes.size());
  std::copy(magnitude.bytes.begin(), magnitude.bytes.end(), bytes + position);
  call.give(static_cast<double>(position + magnitude.bytes.size()));
}

// (bigint, bytes, from): its magnitude, lowest byte first
void writeMagnitude(Call& call) {
  const Magnitude magnitude = magnitudeOf(call.value(0).As<v8::BigInt>());
  const std::string_view room = call.bytes(1, call.id(2), magnitude.bytes.size());
  std::copy(magnitude.bytes.begin(), magnitude.bytes.end(), call.data(1) + call.id(2));
  KEEVE_CHECK(room.size() == magnitude.bytes.size());
}

// (bytes, from, length, negative) -> bigint
void readBigInt(Call& call) {
  const std::string_view bytes = call.bytes(0, call.id(1), call.id(2));
  std::vector<uint64_t> words((bytes.size() + 7) / 8);
  for (size_t i = 0; i < bytes.size(); ++i) {
    words[i / 8] |= uint64_t{static_cast<uint8_t>(bytes[i])} << (8 * (i % 8));
  }
  v8::Local<v8::BigInt> number;
  if (v8::BigInt::NewFromWords(call.context(), call.flag(3) ? 1 : 0, static_cast<int>(words.size()),
                               words.data())
          .ToLocal(&number)) {
    call.give(number);
  }
}

constexpr std::array kNatives = {
    Native{"classify", classify},         Native{"isProxy", isProxy},
    Native{"promiseState", promiseState}, Native{"promiseResult", promiseResult},
    Native{"className", className},       Native{"isWellFormed", isWellFormed},
    Native{"writeString", writeString},   Native{"readLatin1", readLatin1},
    Native{"readUtf16", readUtf16},       Native{"bigIntBytes", bigIntBytes},
    Native{"writeBigInt", writeBigInt},   Native{"writeMagnitude", writeMagnitude},
    Native{"readBigInt", readBigInt},     Native{"namesBesideElements", namesBesideElements},
};

}  // namespace

std::span<const Native> valueNatives() { return kNatives; }

}  // namespace keeve::liveslots
