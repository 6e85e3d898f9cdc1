// Text between C++ (UTF-8) and V8.
#pragma once

#include <v8-isolate.h>
#include <v8-local-handle.h>
#include <v8-primitive.h>

#include <string>
#include <string_view>

namespace keeve::engine {

// Unpaired surrogates become U+FFFD.
std::string toUtf8(v8::Isolate* isolate, v8::Local<v8::String> text);

// As toUtf8, but what is longer than `lengthMax` UTF-16 units is named by its length only. Never
// flattens a long string, which would need memory that a full heap does not have.
std::string toShortUtf8(v8::Isolate* isolate, v8::Local<v8::String> text, int lengthMax);

// Empty where the text is longer than a JavaScript string can be; no exception is pending then.
v8::MaybeLocal<v8::String> toV8(v8::Isolate* isolate, std::string_view text);

// For names and messages of our own making: cut where toV8 would fail.
v8::Local<v8::String> toV8Name(v8::Isolate* isolate, std::string_view text);

}  // namespace keeve::engine
