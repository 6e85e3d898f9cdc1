#include "engine/text.h"

#include <algorithm>
#include <limits>

namespace keeve::engine {
namespace {
constexpr size_t kNameBytesMax = size_t{1} << 20;
}

std::string toUtf8(v8::Isolate* isolate, v8::Local<v8::String> text) {
  std::string bytes(static_cast<size_t>(text->Utf8Length(isolate)), '\0');
  text->WriteUtf8(isolate, bytes.data(), static_cast<int>(bytes.size()), nullptr,
                  v8::String::NO_NULL_TERMINATION | v8::String::REPLACE_INVALID_UTF8);
  return bytes;
}

std::string toShortUtf8(v8::Isolate* isolate, v8::Local<v8::String> text, int lengthMax) {
  if (text->Length() <= lengthMax) return toUtf8(isolate, text);
  return "(a string of " + std::to_string(text->Length()) + " characters)";
}

v8::MaybeLocal<v8::String> toV8(v8::Isolate* isolate, std::string_view text) {
  if (text.size() > static_cast<size_t>(std::numeric_limits<int>::max())) return {};
  return v8::String::NewFromUtf8(isolate, text.data(), v8::NewStringType::kNormal,
                                 static_cast<int>(text.size()));
}

v8::Local<v8::String> toV8Name(v8::Isolate* isolate, std::string_view text) {
  return toV8(isolate, text.substr(0, kNameBytesMax)).ToLocalChecked();
}

}  // namespace keeve::engine
