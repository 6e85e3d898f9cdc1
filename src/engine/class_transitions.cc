#include "engine/class_transitions.h"

#include <v8-context.h>
#include <v8-internal.h>
#include <v8-primitive.h>

#include <array>
#include <cstring>
#include <string>

#include "engine/text.h"

namespace keeve::engine {
namespace {

using v8::internal::Address;
using v8::internal::Internals;

constexpr int kWord = v8::internal::kApiTaggedSize;
constexpr int kPropertiesOffset = kWord;
constexpr int kElementsOffset = 2 * kWord;
constexpr int kFieldsOffset = Internals::kJSObjectHeaderSize;
// Of a map: the size of its objects in words, and what else must be the same at both ends (where their own fields begin;
// how the collector visits them).
constexpr int kSizeOffset = kWord;
constexpr int kFieldsStartOffset = kWord + 1;
constexpr int kVisitorOffset = kWord + 3;
// The words in use, where all fields lie in the object; else less than a head has: how much room its properties array has.
constexpr int kUsedOffset = kWord + 2;

// Each holds two of V8's classes, and code may make any number of them.
constexpr size_t kTransitionsMax = 4096;

// What V8 gives to an object of API::New: four fields, and 3 words before them.
constexpr int kNewObjectWords = 7;
constexpr int kNewObjectFields = 4;

Address addressOf(v8::Local<v8::Value> value) { return *reinterpret_cast<Address*>(*value); }

Address wordAt(Address object, int offset) {
  return Internals::ReadRawField<Address>(object, offset);
}
Address mapOf(Address object) { return wordAt(object, Internals::kHeapObjectMapOffset); }
uint8_t byteAt(Address map, int offset) { return Internals::ReadRawField<uint8_t>(map, offset); }

// V8's helpers look at objects meanwhile: a word is written whole.
void writeWord(Address object, int offset, Address word) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): an address is all that a handle gives.
  auto* place = reinterpret_cast<Address*>(object - v8::internal::kHeapObjectTag +
                                           static_cast<Address>(offset));
  __atomic_store_n(place, word, __ATOMIC_RELEASE);
}

bool isSmallInteger(Address word) { return (word & v8::internal::kHeapObjectTag) == 0; }

// The word that a handle stands for.
Address held(const v8::Global<v8::Data>& handle) {
  Address* slot = nullptr;
  static_assert(sizeof(slot) == sizeof(handle));
  std::memcpy(&slot, static_cast<const void*>(&handle), sizeof(slot));
  return *slot;
}

void addFields(v8::Isolate* isolate, v8::Local<v8::Object> object, int count) {
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  for (int i = 0; i < count; ++i) {
    const v8::Local<v8::String> name = toV8Name(isolate, "field" + std::to_string(i));
    object->CreateDataProperty(context, name, v8::Integer::New(isolate, i)).Check();
  }
}

}  // namespace

ClassTransitions::ClassTransitions(v8::Isolate* isolate) : isolate_(isolate) {
  const v8::HandleScope handles(isolate);
  isEnabled_ = isLaidOutAsExpected(isolate->GetCurrentContext());
}

// Looks at objects of which it is known what they must look like.
bool ClassTransitions::isLaidOutAsExpected(v8::Local<v8::Context> context) {
  const v8::Local<v8::Object> few = v8::Object::New(isolate_);
  noElements_ = wordAt(addressOf(few), kElementsOffset);
  noProperties_ = wordAt(addressOf(few), kPropertiesOffset);
  addFields(isolate_, few, kNewObjectFields);
  const Address map = mapOf(addressOf(few));
  if (byteAt(map, kSizeOffset) != kNewObjectWords ||
      byteAt(map, kFieldsStartOffset) != kFieldsOffset / kWord ||
      wordAt(addressOf(few), kPropertiesOffset) != noProperties_) {
    return false;
  }
  for (int i = 0; i < kNewObjectFields; ++i) {
    if (wordAt(addressOf(few), kFieldsOffset + i * kWord) !=
        addressOf(v8::Integer::New(isolate_, i))) {
      return false;
    }
  }
  const v8::Local<v8::Object> withRoom = v8::Object::New(isolate_);
  addFields(isolate_, withRoom, kNewObjectFields - 2);
  if (byteAt(map, kUsedOffset) != kNewObjectWords ||
      byteAt(mapOf(addressOf(withRoom)), kUsedOffset) != kNewObjectWords - 2) {
    return false;
  }
  const v8::Local<v8::Object> more = v8::Object::New(isolate_);
  addFields(isolate_, more, kNewObjectFields + 2);
  const v8::Local<v8::Object> many =
      v8::Object::New(isolate_, v8::Null(isolate_), nullptr, nullptr, 0);
  addFields(isolate_, many, 1);
  const Address inArray = wordAt(addressOf(more), kPropertiesOffset);
  const Address inDictionary = wordAt(addressOf(many), kPropertiesOffset);
  if (isSmallInteger(inArray) || isSmallInteger(inDictionary)) return false;
  fewProperties_ = Internals::GetInstanceType(inArray);
  const v8::Local<v8::Object> withElement = v8::Object::New(isolate_);
  withElement->Set(context, 0, v8::Integer::New(isolate_, 1)).Check();
  // Freezing an object leaves everything in its place but its class.
  const std::array<Address, 3> before = {inArray, noElements_, addressOf(more)};
  more->SetIntegrityLevel(context, v8::IntegrityLevel::kFrozen).Check();
  const Address object = addressOf(more);
  const std::array<Address, 3> after = {wordAt(object, kPropertiesOffset),
                                        wordAt(object, kElementsOffset), object};
  return before == after && Internals::GetInstanceType(inDictionary) != fewProperties_ &&
         Internals::GetInstanceType(noProperties_) != Internals::GetInstanceType(inDictionary) &&
         wordAt(addressOf(withElement), kElementsOffset) != noElements_;
}

// Not in a dictionary, which belongs to one object and not to its class.
bool ClassTransitions::isFast(Address properties) const {
  return properties == noProperties_ || isSmallInteger(properties) ||
         Internals::GetInstanceType(properties) == fewProperties_;
}

v8::Global<v8::Data> ClassTransitions::hold(Address map) const {
  Address* slot = &map;
  v8::Local<v8::Data> local;
  static_assert(sizeof(slot) == sizeof(local));
  std::memcpy(static_cast<void*>(&local), &slot, sizeof(slot));
  return {isolate_, local};
}

int ClassTransitions::begin(v8::Local<v8::Object> object,
                            const std::vector<v8::Local<v8::Value>>& parts) {
  const Address address = addressOf(object);
  const Address properties = wordAt(address, kPropertiesOffset);
  if (!isEnabled_ || wordAt(address, kElementsOffset) != noElements_ || object->IsProxy() ||
      !isFast(properties) || !areFirstFields(address, parts)) {
    return kNone;
  }
  const auto [known, isNew] =
      byStart_.try_emplace(mapOf(address), static_cast<int>(transitions_.size()));
  if (isNew) {
    if (transitions_.size() == kTransitionsMax) {
      byStart_.erase(known);
      return kNone;
    }
    Transition& made = transitions_.emplace_back();
    made.start = hold(mapOf(address));
    made.parts = parts.size();
    made.isOfFunction = object->IsFunction();
  }
  Transition& begun = at(known->second);
  if (begun.parts != parts.size() || !isAt(begun, address)) return kNone;
  begun.properties = properties;
  return known->second;
}

// Before the first of them may stand what code has hidden there, as a private field.
bool ClassTransitions::areFirstFields(Address object,
                                      const std::vector<v8::Local<v8::Value>>& parts) const {
  const Address map = mapOf(object);
  if (parts.size() > byteAt(map, kSizeOffset) - size_t{byteAt(map, kFieldsStartOffset)})
    return false;
  for (size_t part = 0; part < parts.size(); ++part) {
    if (wordAt(object, kFieldsOffset + static_cast<int>(part) * kWord) != addressOf(parts[part]))
      return false;
  }
  return true;
}

int ClassTransitions::end(int transition, v8::Local<v8::Object> object, Fields freed) {
  if (transition == kNone) return kNone;
  const Address address = addressOf(object);
  for (int known = transition; known != kNone; known = at(known).next) {
    if (at(known).isKnown && held(at(known).end) == mapOf(address)) return known;
  }
  if (!canLeadTo(at(transition), address, freed)) return kNone;
  const int place = at(transition).isKnown ? anotherFrom(transition) : transition;
  if (place == kNone) return kNone;
  Transition& learned = at(place);
  learned.isWhole = freed.to > freed.from;
  learned.freed = freed;
  learned.end = hold(mapOf(address));
  learned.isKnown = true;
  return place;
}

int ClassTransitions::anotherFrom(int transition) {
  if (transitions_.size() == kTransitionsMax) return kNone;
  const auto place = static_cast<int>(transitions_.size());
  Transition& other = transitions_.emplace_back();
  Transition& first = at(transition);
  other.start = hold(held(first.start));
  other.parts = first.parts;
  other.isOfFunction = first.isOfFunction;
  other.next = first.next;
  first.next = place;
  return place;
}

// Nothing has changed but the class, and what `freed` says.
bool ClassTransitions::canLeadTo(const Transition& transition, Address address,
                                 Fields freed) const {
  const Address start = held(transition.start);
  const Address map = mapOf(address);
  for (const int offset : {kSizeOffset, kFieldsStartOffset, kVisitorOffset}) {
    if (byteAt(map, offset) != byteAt(start, offset)) return false;
  }
  if (Internals::GetInstanceType(address) !=
          Internals::ReadRawField<uint16_t>(start, Internals::kMapInstanceTypeOffset) ||
      wordAt(address, kElementsOffset) != noElements_ ||
      wordAt(address, kPropertiesOffset) != transition.properties) {
    return false;
  }
  const size_t used = byteAt(map, kUsedOffset);
  if (freed.to <= freed.from) return used == byteAt(start, kUsedOffset);
  const size_t head = byteAt(map, kFieldsStartOffset);
  return transition.properties == noProperties_ && head == kFieldsOffset / kWord &&
         freed.to <= byteAt(map, kSizeOffset) - head && used == head + freed.from;
}

// Of a part that is at the start of one; else nullptr.
const ClassTransitions::Transition* ClassTransitions::transitionOfPart(Address object,
                                                                       size_t part) const {
  const Address map = mapOf(object);
  const size_t fields = byteAt(map, kSizeOffset) - size_t{byteAt(map, kFieldsStartOffset)};
  if (part >= fields) return nullptr;
  const Address function = wordAt(object, kFieldsOffset + static_cast<int>(part) * kWord);
  if (isSmallInteger(function)) return nullptr;
  const auto found = byStart_.find(mapOf(function));
  if (found == byStart_.end()) return nullptr;
  const Transition& own = at(found->second);
  return own.isOfFunction && isOfStart(own, function) ? &own : nullptr;
}

bool ClassTransitions::isOfStart(const Transition& transition, Address object) const {
  return mapOf(object) == held(transition.start) && wordAt(object, kElementsOffset) == noElements_;
}

bool ClassTransitions::isAt(const Transition& transition, Address object) const {
  if (!isOfStart(transition, object)) return false;
  for (size_t part = 0; part < transition.parts; ++part) {
    if (transitionOfPart(object, part) == nullptr) return false;
  }
  return true;
}

bool ClassTransitions::isAtStart(int transition, v8::Local<v8::Value> value) const {
  return transition != kNone && value->IsObject() && isAt(at(transition), addressOf(value));
}

bool ClassTransitions::isPossible(const Transition& transition, Address object) const {
  if (!transition.isKnown || !isOfStart(transition, object)) return false;
  if (transition.isWhole) {
    const Address properties = wordAt(object, kPropertiesOffset);
    if (properties != noProperties_ && !isSmallInteger(properties)) return false;
  }
  for (size_t part = 0; part < transition.parts; ++part) {
    const Transition* const own = transitionOfPart(object, part);
    if (own == nullptr || !own->isKnown) return false;
  }
  return true;
}

void ClassTransitions::make(const Transition& transition, Address object) const {
  for (size_t part = 0; part < transition.parts; ++part) {
    const Transition* const own = transitionOfPart(object, part);
    // a function that stands in two places has come to its end already, where another may start that has none yet
    if (own == nullptr || !own->isKnown) continue;
    make(*own, wordAt(object, kFieldsOffset + static_cast<int>(part) * kWord));
  }
  writeWord(object, Internals::kHeapObjectMapOffset, held(transition.end));
  // A small integer, so that the collector need not be told.
  for (size_t i = transition.freed.from; i < transition.freed.to; ++i) {
    writeWord(object, kFieldsOffset + static_cast<int>(i) * kWord, 0);
  }
}

bool ClassTransitions::take(int transition, v8::Local<v8::Value> value) const {
  if (transition == kNone || !value->IsObject()) return false;
  const Address object = addressOf(value);
  if (!isPossible(at(transition), object)) return false;
  make(at(transition), object);
  return true;
}

}  // namespace keeve::engine
