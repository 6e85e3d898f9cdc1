#include <v8-container.h>
#include <v8-function-callback.h>

#include <array>
#include <vector>

#include "engine/class_transitions.h"
#include "liveslots/natives.h"
#include "liveslots/vat_heap.h"

namespace keeve::liveslots {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

engine::ClassTransitions& transitionsOf(const Info& info) {
  return VatHeap::of(info.GetIsolate()).classTransitions();
}

int transitionIn(const Info& info) { return info[0].As<v8::Int32>()->Value(); }

// (object, its parts) -> transition, or -1
void beginTransition(const Info& info) {
  std::vector<v8::Local<v8::Value>> parts;
  if (info[1]->IsArray()) {
    const v8::Local<v8::Context> context = info.GetIsolate()->GetCurrentContext();
    const auto array = info[1].As<v8::Array>();
    for (uint32_t i = 0; i < array->Length(); ++i)
      parts.push_back(array->Get(context, i).ToLocalChecked());
  }
  info.GetReturnValue().Set(transitionsOf(info).begin(info[0].As<v8::Object>(), parts));
}

// (transition, object, from, to: the fields that become free) -> the transition that can be made from now on, or -1
void endTransition(const Info& info) {
  const engine::ClassTransitions::Fields freed{info[2].As<v8::Uint32>()->Value(),
                                               info[3].As<v8::Uint32>()->Value()};
  info.GetReturnValue().Set(
      transitionsOf(info).end(transitionIn(info), info[1].As<v8::Object>(), freed));
}

// (transition, value) -> whether it is there
void isAtTransition(const Info& info) {
  info.GetReturnValue().Set(transitionsOf(info).isAtStart(transitionIn(info), info[1]));
}

// (transition, value) -> whether it was made
void takeTransition(const Info& info) {
  info.GetReturnValue().Set(transitionsOf(info).take(transitionIn(info), info[1]));
}

constexpr std::array kNatives = {
    DirectNative{"beginTransition", beginTransition},
    DirectNative{"endTransition", endTransition},
    DirectNative{"isAtTransition", isAtTransition},
    DirectNative{"takeTransition", takeTransition},
};

}  // namespace

std::span<const DirectNative> classNatives() { return kNatives; }

}  // namespace keeve::liveslots
