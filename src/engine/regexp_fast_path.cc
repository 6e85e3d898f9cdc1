#include "engine/regexp_fast_path.h"

#include <v8-internal.h>
#include <v8-object.h>

#include <string_view>

#include "base/check.h"
#include "engine/text.h"

namespace keeve::engine {
namespace {

using v8::internal::Address;
using v8::internal::Internals;

// A heap object's tagged address, which is what the handle points at.
template <class T>
Address addressOf(v8::Local<T> handle) {
  return *reinterpret_cast<Address*>(*handle);
}

Address regExpPrototypeMap(v8::Local<v8::Context> context) {
  v8::Isolate* isolate = context->GetIsolate();
  v8::Local<v8::Value> found = context->Global();
  for (const std::string_view key : {"RegExp", "prototype"}) {
    found = found.As<v8::Object>()->Get(context, toV8Name(isolate, key)).ToLocalChecked();
    KEEVE_CHECK(found->IsObject(), key);
  }
  return Internals::ReadRawField<Address>(addressOf(found), Internals::kHeapObjectMapOffset);
}

// A context is an array: hidden class, length (a small integer, kept in the upper half of the word), slots.
constexpr int kLengthOffset = 8;
constexpr int kSlotsOffset = 16;
constexpr int64_t kSlotsMax = 1000;

}  // namespace

RegExpFastPath::RegExpFastPath(v8::Local<v8::Context> context)
    : noted_(regExpPrototypeMap(context)) {}

bool RegExpFastPath::renew(v8::Local<v8::Context> context) const {
  const Address native = addressOf(context);
  const int64_t length = Internals::ReadRawField<int64_t>(native, kLengthOffset) >> 32;
  if (length <= 0 || length > kSlotsMax) return false;
  const Address slots = native - v8::internal::kHeapObjectTag + kSlotsOffset;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): an address is all that a handle gives.
  auto* first = reinterpret_cast<Address*>(slots);
  Address* note = nullptr;
  for (int64_t i = 0; i < length; ++i) {
    Address* slot = first + i;
    if (*slot != noted_) continue;
    if (note != nullptr) return false;
    note = slot;
  }
  if (note == nullptr) return false;
  *note = regExpPrototypeMap(context);
  return true;
}

}  // namespace keeve::engine
