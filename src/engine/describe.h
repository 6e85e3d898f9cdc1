// Errors as text for logs, told without running vat code: no getter, no toString, no proxy trap.
#pragma once

#include <v8-context.h>
#include <v8-isolate.h>
#include <v8-local-handle.h>
#include <v8-value.h>

#include <string>

namespace keeve::engine {

// "TypeError: message", frames, and the same for its `cause`. `scopeScriptId` is the snapshot's
// script, whose getters (hardened intrinsics are accessors, lockdown.js) are ours to call.
std::string describeError(v8::Isolate* isolate, v8::Local<v8::Context> context,
                          v8::Local<v8::Value> error, int scopeScriptId);

// Makes the `stack` of errors: the same header, and the frames of vat code; those of the snapshot's
// own scripts are left out. Installed with Isolate::SetPrepareStackTraceCallback. `Realm::of` the
// isolate must be set.
v8::MaybeLocal<v8::Value> prepareStackTrace(v8::Local<v8::Context> context,
                                            v8::Local<v8::Value> error, v8::Local<v8::Array> sites);

}  // namespace keeve::engine
