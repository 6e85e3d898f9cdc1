#include "liveslots/liveslots_worker.h"

#include <v8-container.h>
#include <v8-exception.h>
#include <v8-external.h>
#include <v8-function.h>
#include <v8-promise.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "engine/modules.h"
#include "engine/realm.h"
#include "engine/text.h"
#include "liveslots/exports.h"
#include "liveslots/heap_queries.h"
#include "liveslots/spare_heap.h"
#include "liveslots/vat_heap.h"
#include "protocol/body_writer.h"
#include "vatSnapshot.h"

namespace keeve::liveslots {
namespace {

// The modules of a vat, asked of the port of the delivery under way.
class PortModules : public engine::ModuleHost {
 public:
  explicit PortModules(VatHeap& heap) : heap_(heap) {}

  std::variant<engine::ModuleText, engine::ModuleNotFound> loadModule(
      std::string_view referrer, std::string_view specifier) override {
    ModuleAnswer answer = heap_.port().loadModule(referrer, specifier);
    if (auto* missing = std::get_if<ModuleMissing>(&answer)) {
      return engine::ModuleNotFound{std::move(missing->message)};
    }
    auto& source = std::get<ModuleSource>(answer);
    return engine::ModuleText{std::move(source.url), std::move(source.text)};
  }

 private:
  VatHeap& heap_;
};

// An error as a value: what the kernel rejects messages to a vat with that did not start.
VatCapData errorBody(std::string_view name, std::string_view message) {
  BodyWriter error;
  error.error(0, name, message);
  return {.body = error.take(), .slots = {}};
}

// How far the start of a vat came: told by the functions that js/deliveries.js calls back.
struct StartOutcome {
  bool done = false;
  bool failed = false;
  std::string error;  // with its stack
  std::string name = "Error";
  std::string message;
  std::vector<std::string> rootMethods;
};

class LiveslotsWorker : public VatWorker {
 public:
  explicit LiveslotsWorker(std::unique_ptr<VatHeap> heap)
      : owned_(std::move(heap)), host_(heap_), modules_(heap_.realm(), host_) {}

  DeliveryOutcome deliver(const Delivery& delivery, SyscallPort& port) override;
  std::variant<HeapAnswer, Fault> ask(const HeapQuery& query) override {
    return queries_.answer(query);
  }
  bool surelyHolds(const Vref& ref) const override { return queries_.surelyHolds(ref); }
  std::vector<RefKey> held() override { return heap_.table().keys(); }
  void setCacheBytesMax(size_t bytes) override { heap_.memory().setCacheBytesMax(bytes); }
  CacheUse takeCacheUse() override { return heap_.memory().takeCacheUse(); }
  uint64_t collections() const override { return heap_.realm().collections(); }

 private:
  // Each within run(); they leave it at once where JavaScript was stopped.
  void start(const StartVat& start);
  void message(const DeliverMessage& message);
  void notify(const DeliverNotify& notify);
  void finish();

  bool startModules(v8::TryCatch& caught);
  void tellUnhandled();
  v8::MaybeLocal<v8::Value> mustCall(const char* name, Arguments arguments) {
    return exports_.mustCall(name, arguments);
  }

  v8::Isolate* isolate() { return heap_.realm().isolate(); }
  v8::Local<v8::Context> context() { return heap_.realm().context(); }
  v8::Local<v8::Value> number(double value) { return v8::Number::New(isolate(), value); }
  v8::Local<v8::Value> string(std::string_view text) { return engine::toV8Name(isolate(), text); }

  const std::unique_ptr<VatHeap> owned_;
  VatHeap& heap_ = *owned_;
  PortModules host_;
  engine::Modules modules_;
  StartOutcome start_;
  Exports exports_{heap_};
  HeapQueries queries_{heap_, exports_};
  bool heapIsNamed_ = false;  // when the last crank ended
};

// Starting ------------------------------------------------------------------------------------------------------------

// js/deliveries.js calls one of the two, once.
void onStarted(const v8::FunctionCallbackInfo<v8::Value>& info) {
  auto& outcome = *static_cast<StartOutcome*>(info.Data().As<v8::External>()->Value());
  outcome.done = true;
  const v8::Local<v8::Context> context = info.GetIsolate()->GetCurrentContext();
  const auto names = info[0].As<v8::Array>();
  for (uint32_t i = 0; i < names->Length(); ++i) {
    v8::Local<v8::Value> name;
    if (!names->Get(context, i).ToLocal(&name) || !name->IsString()) continue;
    outcome.rootMethods.push_back(engine::toUtf8(info.GetIsolate(), name.As<v8::String>()));
  }
}

void onFailed(const v8::FunctionCallbackInfo<v8::Value>& info) {
  auto& outcome = *static_cast<StartOutcome*>(info.Data().As<v8::External>()->Value());
  outcome.failed = true;
  outcome.error = engine::Realm::of(info.GetIsolate()).describe(info[0]);
  outcome.name = engine::toUtf8(info.GetIsolate(), info[1].As<v8::String>());
  outcome.message = engine::toUtf8(info.GetIsolate(), info[2].As<v8::String>());
}

void LiveslotsWorker::start(const StartVat& start) {
  heap_.parameters = start.parameters;
  const v8::Local<v8::Object> settings = v8::Object::New(isolate());
  const auto set = [&](const char* name, v8::Local<v8::Value> value) {
    settings->Set(context(), engine::toV8Name(isolate(), name), value).Check();
  };
  set("vatName", string(heap_.settings().name));
  set("incarnation", number(static_cast<double>(start.incarnation)));
  set("valueBytesMax", number(static_cast<double>(heap_.settings().limits.valueBytesMax)));
  if (start.vatAdmin) set("vatAdminId", number(static_cast<double>(start.vatAdmin->id)));
  mustCall("configure", {settings});
  if (start.randomSeed) {
    mustCall("seedRandom",
             {number(static_cast<double>(static_cast<int32_t>(*start.randomSeed >> 32))),
              number(static_cast<double>(static_cast<int32_t>(*start.randomSeed)))});
  }
  v8::TryCatch caught(isolate());
  if (startModules(caught) || heap_.realm().stopped()) return;
  start_.failed = true;
  start_.message = "the module could not be evaluated";
  if (!caught.HasCaught()) return;
  const v8::Local<v8::Value> thrown = caught.Exception();
  caught.Reset();
  const v8::Local<v8::External> outcome = v8::External::New(isolate(), &start_);
  v8::Local<v8::Function> failed;
  if (v8::Function::New(context(), onFailed, outcome).ToLocal(&failed)) {
    mustCall("tellFailure", {failed, thrown});
  }
}

bool LiveslotsWorker::startModules(v8::TryCatch& caught) {
  v8::Local<v8::Promise> evaluated;
  if (!modules_.evaluateMain().ToLocal(&evaluated)) return false;
  const v8::Local<v8::External> outcome = v8::External::New(isolate(), &start_);
  v8::Local<v8::Function> done;
  v8::Local<v8::Function> failed;
  if (!v8::Function::New(context(), onStarted, outcome).ToLocal(&done) ||
      !v8::Function::New(context(), onFailed, outcome).ToLocal(&failed)) {
    return false;
  }
  return !exports_.call("start", {evaluated, modules_.mainNamespace(), done, failed}).IsEmpty() &&
         !caught.HasCaught();
}

// Deliveries ----------------------------------------------------------------------------------------------------------

void LiveslotsWorker::message(const DeliverMessage& message) {
  heap_.memory().load(message.message);
  const double result = message.result ? static_cast<double>(message.result->id) : -1;
  const uint32_t resultClass = message.result ? message.result->refClass : kImportedPromiseClass;
  mustCall("deliverMessage",
           {number(message.target.refClass), number(static_cast<double>(message.target.id)),
            number(resultClass), number(result)});
}

void LiveslotsWorker::notify(const DeliverNotify& notify) {
  for (const Resolution& resolution : notify.resolutions) {
    if (resolution.promise.refClass != kImportedPromiseClass) continue;
    mustCall("expectNews", {number(static_cast<double>(resolution.promise.id))});
  }
  for (const Resolution& resolution : notify.resolutions) {
    heap_.memory().load(resolution.value);
    mustCall("readNews", {number(resolution.promise.refClass),
                          number(static_cast<double>(resolution.promise.id)),
                          v8::Boolean::New(isolate(), resolution.rejected)});
    if (heap_.realm().stopped()) return;
  }
  mustCall("settleNews", {});
}

void LiveslotsWorker::finish() {
  if (!heap_.realm().drainMicrotasks()) return;
  v8::Local<v8::Value> named;
  if (!mustCall("finishCrank", {}).ToLocal(&named)) return;
  heapIsNamed_ = named->IsTrue();
  if (!heap_.realm().stopped()) tellUnhandled();
}

void LiveslotsWorker::tellUnhandled() {
  for (const std::string& error : heap_.realm().takeUnhandledRejections()) {
    heap_.port().print(Stream::err,
                       "unhandled rejection in vat " + heap_.settings().name + ": " + error);
  }
}

DeliveryOutcome LiveslotsWorker::deliver(const Delivery& delivery, SyscallPort& port) {
  const VatHeap::InDelivery scope(heap_, port);
  const auto work = [&] {
    if (delivery.clockMs) mustCall("setClock", {number(*delivery.clockMs)});
    if (const auto* starting = std::get_if<StartVat>(&delivery.what)) {
      start(*starting);
      if (start_.failed) return;
    } else if (const auto* delivered = std::get_if<DeliverMessage>(&delivery.what)) {
      message(*delivered);
    } else {
      notify(std::get<DeliverNotify>(delivery.what));
    }
    if (!heap_.realm().stopped()) finish();
  };
  try {
    const auto* news = std::get_if<DeliverNotify>(&delivery.what);
    const engine::RunOutcome outcome =
        heap_.realm().run(work, news ? static_cast<int>(news->news) : 1);
    if (const auto* exceeded = std::get_if<engine::LimitExceeded>(&outcome)) {
      return overLimit(heap_.settings(), exceeded->limit).fault();
    }
  } catch (const VatFault& fault) {
    return fault.fault();
  }
  if (!std::holds_alternative<StartVat>(delivery.what)) return Delivered{{}, heapIsNamed_};
  if (!start_.done && !start_.failed) {
    start_.failed = true;
    start_.message = "the start of vat " + heap_.settings().name +
                     " awaits a promise that nothing is left to settle";
  }
  if (start_.failed) {
    if (start_.error.empty()) start_.error = start_.name + ": " + start_.message;
    return StartFailed{start_.error, errorBody(start_.name, start_.message)};
  }
  return Delivered{std::move(start_.rootMethods), heapIsNamed_};
}

}  // namespace

std::string_view snapshot() { return vatSnapshot(); }

LiveslotsFactory::LiveslotsFactory(engine::Engine& engine)
    : spare_(std::make_unique<SpareHeap>(engine)) {}

LiveslotsFactory::~LiveslotsFactory() = default;

std::unique_ptr<VatWorker> LiveslotsFactory::make(const VatSettings& settings) {
  return std::make_unique<LiveslotsWorker>(spare_->take(settings));
}

void LiveslotsFactory::expect(const VatSettings& settings) { spare_->expect(settings); }

}  // namespace keeve::liveslots
