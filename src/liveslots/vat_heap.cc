#include "liveslots/vat_heap.h"

#include <v8-function.h>

#include <stdexcept>
#include <variant>

#include "base/check.h"
#include "engine/text.h"
#include "liveslots/natives.h"

namespace keeve::liveslots {
namespace {

constexpr uint32_t kHeapSlot = 2;  // of the isolate's data; 0 and 1 are the engine's

// Encoding takes two frames a level of kBodyDepthMax; the engine gives JavaScript 900 KB.
constexpr uintptr_t kStackForSaving = 400 << 10;
constexpr uintptr_t kStackForChange = 64 << 10;
constexpr uintptr_t kStackOfVat = 900 << 10;

engine::RealmLimits realmLimits(const VatLimits& limits) {
  return {.heapBytesMax = limits.heapBytesMax, .runMsMax = limits.crankMsMax};
}

}  // namespace

VatFault overLimit(const VatSettings& settings, const std::string& limit) {
  return VatFault({limit, "vat " + settings.name + " exceeded " + limit});
}

VatHeap::VatHeap(engine::Engine& engine, const VatSettings& settings)
    : settings_(settings), realm_(engine, realmLimits(settings.limits), settings.name) {
  realm_.isolate()->SetData(kHeapSlot, this);
  realm_.run([this] {
    v8::Isolate* isolate = realm_.isolate();
    installNatives(isolate, realm_.context(), realm_.exports());
    table_ = std::make_unique<SlotTable>(isolate);
    classTransitions_ = std::make_unique<engine::ClassTransitions>(isolate);
    const v8::Local<v8::Value> adopt =
        realm_.exports()
            ->Get(realm_.context(), engine::toV8Name(isolate, "adoptMemory"))
            .ToLocalChecked();
    memory_ = std::make_unique<SharedMemory>(isolate, adopt.As<v8::Function>());
    memory_->setCacheBytesMax(settings_.limits.cacheBytesMax);
  });
}

VatHeap::~VatHeap() = default;

void VatHeap::giveTo(const VatSettings& settings) {
  KEEVE_CHECK(settings.limits.heapBytesMax == settings_.limits.heapBytesMax);
  settings_ = settings;
  realm_.giveTo(settings.name, settings.limits.crankMsMax);
  memory_->setCacheBytesMax(settings_.limits.cacheBytesMax);
}

VatHeap& VatHeap::of(v8::Isolate* isolate) {
  return *static_cast<VatHeap*>(isolate->GetData(kHeapSlot));
}

SyscallPort& VatHeap::port() const {
  KEEVE_CHECK(port_ != nullptr, settings_.name);
  return *port_;
}

VatHeap::InDelivery::InDelivery(VatHeap& heap, SyscallPort& port) : heap_(heap) {
  heap_.port_ = &port;
  heap_.stackTop_ = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
}

VatHeap::InDelivery::~InDelivery() { heap_.port_ = nullptr; }

uintptr_t VatHeap::stackUsed() const {
  return stackTop_ - reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
}

bool VatHeap::hasStack() const { return stackUsed() < kStackOfVat - kStackForSaving; }
bool VatHeap::hasStackForChange() const { return stackUsed() < kStackOfVat - kStackForChange; }

}  // namespace keeve::liveslots
