// The first crank of an incarnation (SPEC §8.3): it takes up changed sources and settings, ends
// what the old heap promised, and runs the vat's code, all in one commit. An undone start leaves
// the old code and all data in force.
#include <algorithm>
#include <utility>

#include "base/random.h"
#include "kernel/crank.h"
#include "kernel/heap_end.h"
#include "kernel/kernel_objects.h"
#include "kernel/tables/bodies.h"
#include "kernel/tables/schema.h"
#include "kernel/tables/stored_bytes.h"

namespace keeve::kernel {

namespace {

uint64_t randomSeed(const AppRecord& app, VatId vat, uint64_t incarnation) {
  return Random(app.seed ^ Random(vat.number()).next() ^ incarnation).next();
}

std::string withoutFrames(const std::string& log) { return log.substr(0, log.find('\n')); }

}  // namespace

void Crank::prepareStart() {
  if (!vat_.needsStart()) return;
  othersWillWake_ = state_.vats.isFull();
  next_ = vat_.record;
  ++next_->incarnation;
  next_->state = VatState::running;
  next_->reason.clear();
  if (vat_.update) {
    next_->settings.limits = vat_.update->limits;
    next_->settings.powers = vat_.update->powers;
    next_->parameters = vat_.update->parameters;
  }
  openPort(next_->settings);
  if (hasStartEndedProcess()) {
    outcome_ = crashFault();
    return;
  }
  StartVat order{next_->incarnation, port_->clist().toVat(next_->parameters), {}, {}};
  if (isGivenVatAdmin())
    order.vatAdmin = port_->clist().toVref({KrefKind::object, state_.app.vatAdmin});
  if (next_->settings.powers.contains("random"))
    order.randomSeed = randomSeed(state_.app, vat_.id, next_->incarnation);
  if (vat_.record.incarnation > 0)
    endHeap(buffer_, vat_.id, vat_.name(), next_->incarnation, port_->effects());
  delivery_ = Delivery{std::move(order), {}};
}

// Whether a process before this one ended in that start, and nothing is other than it was then. Changed code that ended it is not in
// force: what is stored is tried, or the files that are there now. Who asked for a new vat hears of it instead.
bool Crank::hasStartEndedProcess() {
  const auto& crash = vat_.crash;
  if (!crash || crash->what == CrashNote::What::delivery || crash->n != next_->incarnation)
    return false;
  if (next_->creating != 0) return true;
  if (crash->what == CrashNote::What::change || hasNewSettings()) return false;
  return !vat_.files || port_->sources().areAsStored();
}

bool Crank::hasNewSettings() const {
  const VatRecord& before = vat_.record;
  return next_->settings.limits != before.settings.limits ||
         next_->settings.powers != before.settings.powers || next_->parameters != before.parameters;
}

void Crank::finishStart() {
  if (!outcome_) return;
  if (const auto* failed = std::get_if<StartFailed>(&*outcome_))
    return failStart(failed->reason.body, failed->error);
  try {
    if (const auto* fault = std::get_if<Fault>(&*outcome_)) throw VatFault(*fault);
    commitStart(std::get<Delivered>(*outcome_).rootMethods);
  } catch (const VatFault& fault) {
    const Fault& why = fault.fault();
    const std::string text =
        why.limit.empty() ? why.detail : "vat " + vat_.name() + " exceeded " + why.limit;
    return failStart(errorBody("Error", text), "Error: " + text);
  }
  committed();
  vat_.update.reset();
  if (!vat_.record.hasEnded()) state_.vats.wake(vat_, std::move(worker_));
}

// SPEC §10: the app's bootstrap vat, and those with the power.
bool Crank::isGivenVatAdmin() const {
  if (state_.app.vatAdmin == 0) return false;
  return state_.app.bootstrapVat == vat_.id || next_->settings.powers.contains("vatAdmin");
}

void Crank::commitStart(const std::vector<std::string>& rootMethods) {
  Router router = this->router();
  router.apply(vat_.id, port_->effects());
  tellOfCreation(router);
  AppRecord app = state_.app;
  if (app.bootstrapVat == vat_.id && !app.asked) {
    app.asked = true;
    if (std::find(rootMethods.begin(), rootMethods.end(), "bootstrap") != rootMethods.end()) {
      app.asking = askBootstrap(router);
    }
    buffer_.put(kAppKey, toBytes(app));
  }
  const size_t bytesMax = next_->settings.limits.storeBytesMax;
  if (bytesMax > 0 && vat_.record.settings.limits.storeBytesMax == 0)
    next_->storedBytes = storedBytes(state_.store, vat_.id);
  buffer_.put(vatPartKey(vat_.id, VatPart::record), toBytes(*next_));
  // The limit on stored bytes that holds from here on is the new one's.
  VatRecord before = std::exchange(vat_.record, *next_);
  try {
    commit(router, printed());
  } catch (const VatFault&) {
    vat_.record = std::move(before);
    throw;
  }
  state_.app = std::move(app);
}

uint64_t Crank::askBootstrap(Router& router) {
  std::vector<std::string> names;
  KernelMessage message{{KrefKind::object, vat_.record.root}, state_.allocator.newPromise(), {}};
  for (const Vat* each : state_.vats.all()) {
    names.push_back(each->name());
    message.data.slots.push_back({KrefKind::object, each->record.root});
  }
  std::vector<std::string> args = {recordOfSlotsBody(names, 0)};
  if (!state_.app.hostObjects.empty()) {
    args.push_back(recordOfSlotsBody(state_.app.hostObjects, message.data.slots.size()));
    for (const std::string& name : state_.app.hostObjects)
      message.data.slots.push_back(hostObject(state_, buffer_, name));
  }
  message.data.body = methodBody("bootstrap", args);
  router.act(NewPromise{*message.result, kNoVat});
  router.act(message);
  state_.watched.emplace(message.result->id, kBootstrapCall);
  return message.result->id;
}

// createVat() was waiting for the vat's first start (kernel_objects.h).
void Crank::tellOfCreation(Router& router) {
  if (next_->creating == 0) return;
  const Kref creating{KrefKind::promise, std::exchange(next_->creating, 0)};
  router.act(Settle{creating,
                    false,
                    {recordOfSlotsBody({"root", "admin"}, 0),
                     {{KrefKind::object, next_->root}, {KrefKind::object, next_->admin}}}});
  router.act(DropRef{creating});
}

void Crank::failStart(std::string reasonBody, std::string log) {
  buffer_.discard();
  if (state_.app.bootstrapVat == vat_.id) {
    std::erase_if(state_.watched,
                  [](const auto& watched) { return watched.second == kBootstrapCall; });
  }
  vat_.startFailure = std::move(reasonBody);
  vat_.startLog = std::move(log);
  // Changed code that does not start leaves a vat that can be started from its stored sources: no
  // fault of the vat's.
  if (vat_.files && vat_.record.incarnation > 0) return;
  Router router = this->router();
  if (vat_.record.creating != 0) {
    router.act(EndVat{vat_.id, true, {vat_.startFailure, {}}});
    return commit(router, {});
  }
  vat_.record.state = VatState::faulty;
  vat_.record.reason = withoutFrames(vat_.startLog);
  buffer_.put(vatPartKey(vat_.id, VatPart::record), toBytes(vat_.record));
  commit(router, {});
}

}  // namespace keeve::kernel
