#include <v8-context.h>
#include <v8-exception.h>
#include <v8-function.h>
#include <v8-initialization.h>
#include <v8-isolate.h>
#include <v8-message.h>
#include <v8-script.h>
#include <v8-snapshot.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>

#include "engine/engine.h"
#include "engine/regexp_fast_path.h"
#include "engine/snapshot_layout.h"
#include "engine/source_text.h"
#include "engine/text.h"
#include "engine/v8_process.h"

namespace keeve::engine {
namespace {

constexpr std::string_view kScopeName = "keeve:bootstrap";

// A script's text as V8 has it: without comments and indentation, a quarter of it, on the same lines. Our scripts put two
// spaces before a comment behind code.
std::string stripped(const Script& script) {
  std::string text;
  std::istringstream lines(script.text);
  for (std::string line; std::getline(lines, line); text += '\n') {
    const size_t start = line.find_first_not_of(' ');
    if (start == std::string::npos || line.compare(start, 2, "//") == 0) continue;
    text += line.substr(start, line.find("  // ", start) - start);
  }
  const auto isPlain = [](char byte) { return static_cast<unsigned char>(byte) < 0x80; };
  if (!std::all_of(text.begin(), text.end(), isPlain))
    throw std::runtime_error(script.name + " has characters beyond ASCII outside of its comments");
  return text;
}

// One script's text out of all, and the way back from a line of it to the script and line that it
// came from.
class Scope {
 public:
  explicit Scope(const std::vector<Script>& scripts) {
    text_ = "(function () {'use strict';\n";
    int line = 2;
    for (const Script& script : scripts) {
      starts_.push_back({line, script.name});
      const std::string text = stripped(script);
      text_ += text;
      line += static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    }
    text_ += "})";
  }

  const std::string& text() const { return text_; }

  std::string position(int line) const {
    const auto after = std::find_if(starts_.begin(), starts_.end(),
                                    [&](const Start& start) { return start.line > line; });
    if (after == starts_.begin()) return std::string(kScopeName);
    const Start& start = *(after - 1);
    return start.name + ":" + std::to_string(line - start.line + 1);
  }

 private:
  struct Start {
    int line;
    std::string name;
  };
  std::string text_;
  std::vector<Start> starts_;
};

std::runtime_error scriptError(v8::Isolate* isolate, v8::Local<v8::Context> context,
                               const v8::TryCatch& caught, const Scope& scope) {
  const v8::Local<v8::Message> message = caught.Message();
  if (message.IsEmpty()) return std::runtime_error("the snapshot's scripts were stopped");
  std::string text = scope.position(message->GetLineNumber(context).FromMaybe(0)) + ": " +
                     toUtf8(isolate, message->Get());
  const v8::Local<v8::StackTrace> stack = message->GetStackTrace();
  for (int i = 0; !stack.IsEmpty() && i < stack->GetFrameCount(); ++i) {
    text += "\n    at " +
            scope.position(stack->GetFrame(isolate, static_cast<uint32_t>(i))->GetLineNumber());
  }
  return std::runtime_error(text);
}

v8::MaybeLocal<v8::Function> compile(v8::Isolate* isolate, v8::Local<v8::Context> context,
                                     SourceText& sourceText) {
  const v8::ScriptOrigin origin(isolate, toV8Name(isolate, kScopeName));
  const v8::Local<v8::String> text =
      v8::String::NewExternalOneByte(isolate, &sourceText).ToLocalChecked();
  v8::ScriptCompiler::Source source(text, origin);
  v8::Local<v8::Script> script;
  v8::Local<v8::Value> function;
  if (!v8::ScriptCompiler::Compile(context, &source).ToLocal(&script) ||
      !script->Run(context).ToLocal(&function)) {
    return {};
  }
  return function.As<v8::Function>();
}

// Runs the scripts in a new context and puts it, with what Realm looks for, into the snapshot.
void fill(v8::SnapshotCreator& creator, const Scope& scope, SourceText& sourceText) {
  v8::Isolate* isolate = creator.GetIsolate();
  isolate->SetCaptureStackTraceForUncaughtExceptions(true);
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = v8::Context::New(isolate);
  {
    const v8::Context::Scope entered(context);
    const v8::TryCatch caught(isolate);
    const RegExpFastPath regExpFastPath(context);
    v8::Local<v8::Function> function;
    v8::Local<v8::Value> exports;
    if (!compile(isolate, context, sourceText).ToLocal(&function) ||
        !function->Call(context, v8::Undefined(isolate), 0, nullptr).ToLocal(&exports)) {
      throw scriptError(isolate, context, caught, scope);
    }
    if (!exports->IsObject()) {
      throw std::runtime_error("the last of the snapshot's scripts must return an object");
    }
    if (!regExpFastPath.renew(context)) {
      throw std::runtime_error("V8 is not laid out as regexp_fast_path.cc expects");
    }
    if (creator.AddData(context, function) != kSnapshotScopeIndex ||
        creator.AddData(context, exports.As<v8::Object>()) != kSnapshotExportsIndex) {
      throw std::logic_error("the snapshot's layout is not what Realm expects");
    }
  }
  creator.SetDefaultContext(context);
}

}  // namespace

std::string makeSnapshot(const std::vector<Script>& scripts) {
  // lockdown.js asks V8 to lay out what it froze for speed; nothing at run time may.
  v8::V8::SetFlagsFromString("--allow-natives-syntax");
  // All functions are compiled into the snapshot, used or not: a vat then starts a third faster.
  v8::V8::SetFlagsFromString("--no-lazy");
  const V8Process process;
  const Scope scope(scripts);
  const OwnedSourceText sourceText = makeSourceText(scope.text());
  const SnapshotReferences references = referencesTo(sourceText);
  v8::SnapshotCreator creator(references.data());
  fill(creator, scope, *sourceText);
  const v8::StartupData blob = creator.CreateBlob(v8::SnapshotCreator::FunctionCodeHandling::kKeep);
  const std::unique_ptr<const char[]> owned(blob.data);
  if (blob.data == nullptr) throw std::runtime_error("V8 could not make the startup snapshot");
  return joinSnapshot({{blob.data, static_cast<size_t>(blob.raw_size)}, scope.text()});
}

}  // namespace keeve::engine
