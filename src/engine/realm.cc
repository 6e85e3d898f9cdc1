#include "engine/realm.h"

#include <libplatform/libplatform.h>
#include <unistd.h>
#include <v8-exception.h>
#include <v8-function.h>
#include <v8-message.h>
#include <v8-microtask-queue.h>
#include <v8-promise.h>
#include <v8-snapshot.h>
#include <v8-statistics.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "base/check.h"
#include "engine/describe.h"
#include "engine/engine.h"
#include "engine/fatal.h"
#include "engine/heap_budget.h"
#include "engine/rejections.h"
#include "engine/snapshot_layout.h"
#include "engine/text.h"
#include "engine/watchdog.h"

namespace keeve::engine {
namespace {

constexpr uint32_t kRealmSlot = 0;
constexpr size_t kMB = size_t{1} << 20;

// JavaScript may use this much stack below run(); C++ that it calls at its deepest has the rest of
// the thread's.
constexpr uintptr_t kStackBytes = 900 << 10;
constexpr uintptr_t kStackDrift =
    32 << 10;  // how far run() may be called from another depth before V8 is told

// V8's young generation is three semi-spaces at most.
constexpr size_t kYoungBytesMax = 12 * kMB;

// What the old generation grows to before V8 collects it for the first time. By itself V8 begins at some ten megabytes, which in
// a vat are objects in the state cache (32 MB by default), and all alive.
constexpr size_t kOldBytesAtFirst = 24 * kMB;

// So that a stopped run can unwind, the heap may grow by this factor after the limit was passed.
// What still wants more ends the process.
constexpr size_t kOvershoot = 2;

// How often V8's housekeeping (it posts tasks to the isolate's thread) gets its turn.
constexpr std::chrono::milliseconds kHousekeeping{20};

}  // namespace

struct Realm::Impl {
  Impl(Realm& self, Engine& owner, const RealmLimits& realmLimits, std::string realmName)
      : engine(owner),
        limits(realmLimits),
        name(std::move(realmName)),
        budget(limits.heapBytesMax, [this] { exceedHeap(); }),
        allocator(makeBudgetedAllocator(budget)),
        isolate(newIsolate()),
        watch(std::make_unique<Watchdog::Watch>(engine.watchdog(), isolate,
                                                std::chrono::milliseconds(limits.runMsMax))),
        rejections(kUnhandledMax) {
    isolate->SetData(kRealmSlot, &self);
  }

  v8::Isolate* newIsolate();
  void install();
  void restore();
  void exceedHeap();
  LimitExceeded end(const char* limit);
  void adjustStackLimit();
  void keepHouse(Watchdog::Clock::time_point now);

  Engine& engine;
  RealmLimits limits;
  std::string name;
  HeapBudget budget;
  const BufferAllocator allocator;
  v8::Isolate* const isolate;
  std::unique_ptr<Watchdog::Watch> watch;
  UnhandledRejections rejections;
  v8::Global<v8::Context> context;
  v8::Global<v8::Object> exports;
  int scopeScriptId = 0;
  std::exception_ptr thrown;  // what guard() caught
  uint64_t collections = 0;
  bool heapExceeded = false;
  bool running = false;
  bool dead = false;  // a run was stopped
  uintptr_t stackTop = 0;
  Watchdog::Clock::time_point lastHousekeeping;
};

v8::Isolate* Realm::Impl::newIsolate() {
  v8::Isolate::CreateParams params;
  params.snapshot_blob = &engine.startupData();
  params.external_references = engine.snapshotReferences();
  params.array_buffer_allocator = allocator.get();
  params.allow_atomics_wait = false;
  params.fatal_error_callback = onFatalError;
  params.oom_error_callback = onOutOfMemory;
  const size_t youngBytes = std::min(limits.heapBytesMax / 4, kYoungBytesMax);
  params.constraints.set_max_young_generation_size_in_bytes(youngBytes);
  params.constraints.set_max_old_generation_size_in_bytes(limits.heapBytesMax);
  params.constraints.set_initial_old_generation_size_in_bytes(
      std::min(limits.heapBytesMax / 4, kOldBytesAtFirst));
  return v8::Isolate::New(params);
}

void Realm::Impl::install() {
  isolate->SetMicrotasksPolicy(v8::MicrotasksPolicy::kExplicit);
  isolate->SetPrepareStackTraceCallback(prepareStackTrace);
  isolate->SetPromiseRejectCallback([](v8::PromiseRejectMessage message) {
    v8::Isolate* current = message.GetPromise()->GetIsolate();
    of(current).impl_->rejections.note(current, message);
  });
  // Without a listener V8 prints what nobody caught to standard output.
  isolate->AddMessageListener([](v8::Local<v8::Message>, v8::Local<v8::Value>) {});
  isolate->AddNearHeapLimitCallback(
      [](void* data, size_t current, size_t initial) {
        static_cast<Impl*>(data)->exceedHeap();
        return std::max(current, initial * kOvershoot);
      },
      this);
  isolate->AddGCEpilogueCallback(
      [](v8::Isolate* current, v8::GCType, v8::GCCallbackFlags, void* data) {
        v8::HeapStatistics heap;
        current->GetHeapStatistics(&heap);
        ++static_cast<Impl*>(data)->collections;
        static_cast<Impl*>(data)->budget.setHeapBytes(heap.used_heap_size());
      },
      this, v8::kGCTypeMarkSweepCompact);
}

void Realm::Impl::restore() {
  const v8::Isolate::Scope entered(isolate);
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> local = v8::Context::New(isolate);
  KEEVE_CHECK(!local.IsEmpty());
  const v8::Context::Scope inContext(local);
  context.Reset(isolate, local);
  exports.Reset(isolate,
                local->GetDataFromSnapshotOnce<v8::Object>(kSnapshotExportsIndex).ToLocalChecked());
  scopeScriptId = local->GetDataFromSnapshotOnce<v8::Function>(kSnapshotScopeIndex)
                      .ToLocalChecked()
                      ->ScriptId();
  // V8 adds Error.stackTraceLimit to a restored context, so Error is the one intrinsic that cannot
  // be frozen before.
  const v8::Local<v8::Value> error =
      local->Global()->GetRealNamedProperty(local, toV8Name(isolate, "Error")).ToLocalChecked();
  KEEVE_CHECK(error.As<v8::Object>()
                  ->SetIntegrityLevel(local, v8::IntegrityLevel::kFrozen)
                  .FromMaybe(false));
}

// On the realm's thread, within a collection or an allocation.
void Realm::Impl::exceedHeap() {
  heapExceeded = true;
  if (running) watch->stopNow();
}

LimitExceeded Realm::Impl::end(const char* limit) {
  dead = true;
  return {limit};
}

void Realm::Impl::adjustStackLimit() {
  const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  const uintptr_t drift = here > stackTop ? here - stackTop : stackTop - here;
  if (drift < kStackDrift) return;
  stackTop = here;
  isolate->SetStackLimit(here - kStackBytes);
}

void Realm::Impl::keepHouse(Watchdog::Clock::time_point now) {
  if (now - lastHousekeeping < kHousekeeping) return;
  lastHousekeeping = now;
  while (v8::platform::PumpMessageLoop(&engine.platform(), isolate)) {
  }
}

Realm::Realm(Engine& engine, const RealmLimits& limits, std::string name)
    : impl_(std::make_unique<Impl>(*this, engine, limits, std::move(name))) {
  impl_->install();
  impl_->restore();
}

Realm::~Realm() {
  impl_->rejections.clear();
  impl_->exports.Reset();
  impl_->context.Reset();
  impl_->watch.reset();
  v8::platform::NotifyIsolateShutdown(&impl_->engine.platform(), impl_->isolate);
  impl_->isolate->Dispose();
}

void Realm::giveTo(std::string name, int runMsMax) {
  KEEVE_CHECK(!impl_->running, impl_->name);
  impl_->name = std::move(name);
  impl_->limits.runMsMax = runMsMax;
  impl_->watch->setRunMax(std::chrono::milliseconds(runMsMax));
}

Realm& Realm::of(v8::Isolate* isolate) {
  return *static_cast<Realm*>(isolate->GetData(kRealmSlot));
}

const std::string& Realm::name() const { return impl_->name; }
v8::Isolate* Realm::isolate() const { return impl_->isolate; }
v8::Local<v8::Context> Realm::context() const { return impl_->context.Get(impl_->isolate); }
v8::Local<v8::Object> Realm::exports() const { return impl_->exports.Get(impl_->isolate); }
int Realm::scopeScriptId() const { return impl_->scopeScriptId; }

RunOutcome Realm::run(const std::function<void()>& work, int times) {
  KEEVE_CHECK(!impl_->dead, impl_->name);
  KEEVE_CHECK(!impl_->running, impl_->name);
  const v8::Isolate::Scope entered(impl_->isolate);
  const v8::HandleScope handles(impl_->isolate);
  const v8::Context::Scope inContext(context());
  // found by a collection between runs
  if (impl_->heapExceeded) return impl_->end("heapMB");
  impl_->adjustStackLimit();
  const Watchdog::Clock::time_point now = Watchdog::Clock::now();
  impl_->running = true;
  impl_->watch->arm(now, times);
  try {
    work();
  } catch (...) {
    if (!impl_->thrown) impl_->thrown = std::current_exception();
  }
  impl_->running = false;
  const bool stopped = impl_->watch->disarm();
  if (impl_->thrown) impl_->dead = true;
  if (impl_->thrown) std::rethrow_exception(std::exchange(impl_->thrown, nullptr));
  if (stopped) return impl_->end(impl_->heapExceeded ? "heapMB" : "crankMs");
  impl_->keepHouse(now);
  if (impl_->heapExceeded) return impl_->end("heapMB");
  return Ran{};
}

// Critical pressure is one full collection: 1.8 ms for an empty vat, 31 ms for 15 MB of small objects. LowMemoryNotification is
// two or more (4.4 ms, 65 ms) and finds no more; what else V8 can be told collects later, or nothing.
RunOutcome Realm::collectGarbage() {
  KEEVE_CHECK(!impl_->dead && !impl_->running, impl_->name);
  v8::Isolate* isolate = impl_->isolate;
  const v8::Isolate::Scope entered(isolate);
  const v8::HandleScope handles(isolate);
  isolate->ClearKeptObjects();
  isolate->MemoryPressureNotification(v8::MemoryPressureLevel::kCritical);
  isolate->MemoryPressureNotification(v8::MemoryPressureLevel::kNone);
  if (impl_->heapExceeded) return impl_->end("heapMB");
  return Ran{};
}

uint64_t Realm::collections() const { return impl_->collections; }

bool Realm::stopped() const { return impl_->thrown != nullptr || impl_->watch->fired(); }

bool Realm::drainMicrotasks() {
  if (stopped()) return false;
  impl_->isolate->PerformMicrotaskCheckpoint();
  return !stopped();
}

bool Realm::guard(const std::function<void()>& body) {
  if (impl_->thrown)
    return false;  // V8 stops JavaScript at its next look, which may be a few calls away
  try {
    body();
    return true;
  } catch (...) {
    if (!impl_->thrown) impl_->thrown = std::current_exception();
    impl_->isolate->TerminateExecution();
    return false;
  }
}

std::string Realm::describe(v8::Local<v8::Value> error) {
  return describeError(impl_->isolate, context(), error, impl_->scopeScriptId);
}

std::vector<std::string> Realm::takeUnhandledRejections() {
  const UnhandledRejections::Taken taken = impl_->rejections.take(impl_->isolate);
  std::vector<std::string> told;
  for (const v8::Local<v8::Value> reason : taken.reasons) told.push_back(describe(reason));
  if (taken.more > 0)
    told.push_back("and " + std::to_string(taken.more) + " more unhandled rejections");
  return told;
}

size_t Realm::bytesUsed() const {
  v8::HeapStatistics heap;
  impl_->isolate->GetHeapStatistics(&heap);
  return heap.used_heap_size() + impl_->budget.bufferBytes();
}

}  // namespace keeve::engine
