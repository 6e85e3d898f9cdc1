#include <v8-function-callback.h>

#include <array>

#include "engine/class_steps.h"
#include "liveslots/natives.h"
#include "liveslots/vat_heap.h"

namespace keeve::liveslots {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

engine::ClassSteps& stepsOf(const Info& info) {
  return VatHeap::of(info.GetIsolate()).classSteps();
}

int stepIn(const Info& info) { return info[0].As<v8::Int32>()->Value(); }

// (object, how many of its fields are its parts) -> step, or -1
void beginStep(const Info& info) {
  const size_t parts = info[1].As<v8::Uint32>()->Value();
  info.GetReturnValue().Set(stepsOf(info).begin(info[0].As<v8::Object>(), parts));
}

// (step, object, from, to: the fields that become free) -> whether it can be made from now on
void endStep(const Info& info) {
  const engine::ClassSteps::Fields freed{info[2].As<v8::Uint32>()->Value(),
                                         info[3].As<v8::Uint32>()->Value()};
  info.GetReturnValue().Set(stepsOf(info).end(stepIn(info), info[1].As<v8::Object>(), freed));
}

// (step, value) -> whether it is there
void isAtStep(const Info& info) {
  info.GetReturnValue().Set(stepsOf(info).isAtStart(stepIn(info), info[1]));
}

// (step, value) -> whether it was made
void takeStep(const Info& info) {
  info.GetReturnValue().Set(stepsOf(info).take(stepIn(info), info[1]));
}

constexpr std::array kNatives = {
    DirectNative{"beginStep", beginStep},
    DirectNative{"endStep", endStep},
    DirectNative{"isAtStep", isAtStep},
    DirectNative{"takeStep", takeStep},
};

}  // namespace

std::span<const DirectNative> classNatives() { return kNatives; }

}  // namespace keeve::liveslots
