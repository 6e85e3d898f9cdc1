// The first crank of an incarnation (SPEC §8.3): it takes up changed sources and settings, ends
// what the old heap promised, and runs the vat's code, all in one commit. An undone start leaves
// the old code and all data in force.
#include <algorithm>
#include <utility>

#include "base/random.h"
#include "kernel/bodies.h"
#include "kernel/crank_runner.h"
#include "kernel/schema.h"
#include "kernel/stored_bytes.h"

namespace keeve::kernel {

namespace {

uint64_t randomSeed(const AppRecord& app, VatId vat, uint64_t incarnation) {
  return Random(app.seed ^ Random(vat.number()).next() ^ incarnation).next();
}

std::string withoutFrames(const std::string& log) { return log.substr(0, log.find('\n')); }

}  // namespace

bool CrankRunner::start(Vat& vat) {
  if (vat.worker) return true;
  if (!vat.startFailure.empty()) return false;
  VatRecord next = vat.record;
  ++next.incarnation;
  next.state = VatState::running;
  next.reason.clear();
  if (vat.update) {
    next.settings.limits = vat.update->limits;
    next.settings.powers = vat.update->powers;
    next.parameters = vat.update->parameters;
  }
  auto worker = parts_.factory.make(next.settings);
  CrankPort port(vat.id, next.settings, vat.files, buffer_, parts_.allocator);
  StartVat order{next.incarnation, {next.parameters, {}}, std::nullopt};
  if (next.settings.powers.contains("random"))
    order.randomSeed = randomSeed(parts_.app, vat.id, next.incarnation);
  Router router = this->router();
  if (vat.record.incarnation > 0) router.restarted(vat.id, next.incarnation);
  const auto outcome = deliver(*worker, next.settings, Delivery{std::move(order), {}}, port);
  if (const auto* failed = std::get_if<StartFailed>(&outcome)) {
    failStart(vat, failed->reason.body, failed->error);
    return false;
  }
  try {
    if (const auto* fault = std::get_if<Fault>(&outcome)) throw VatFault(*fault);
    finishStart(vat, std::move(next), port, router, std::get<Delivered>(outcome).rootMethods);
  } catch (const VatFault& fault) {
    const Fault& why = fault.fault();
    const std::string text =
        why.limit.empty() ? why.detail : "vat " + vat.name() + " exceeded " + why.limit;
    failStart(vat, errorBody("Error", text), "Error: " + text);
    return false;
  }
  vat.worker = std::move(worker);
  vat.update.reset();
  return true;
}

void CrankRunner::finishStart(Vat& vat, VatRecord next, CrankPort& port, Router& router,
                              const std::vector<std::string>& rootMethods) {
  router.apply(vat.id, port.effects());
  port.sources().finishStart();
  AppRecord app = parts_.app;
  if (app.bootstrapVat == vat.id && !app.asked) {
    app.asked = true;
    if (std::find(rootMethods.begin(), rootMethods.end(), "bootstrap") != rootMethods.end()) {
      app.asking = askBootstrap(router, vat);
    }
    buffer_.put(kAppKey, toBytes(app));
  }
  const size_t bytesMax = next.settings.limits.storeBytesMax;
  if (bytesMax > 0 && vat.record.settings.limits.storeBytesMax == 0)
    next.storedBytes = storedBytes(parts_.store, vat.id);
  buffer_.put(vatPartKey(vat.id, VatPart::record), toBytes(next));
  // The limit on stored bytes that holds from here on is the new one's.
  VatRecord before = std::exchange(vat.record, std::move(next));
  try {
    commit(vat, router,
           {std::make_move_iterator(port.lines().begin()),
            std::make_move_iterator(port.lines().end())});
  } catch (const VatFault&) {
    vat.record = std::move(before);
    throw;
  }
  parts_.app = std::move(app);
}

uint64_t CrankRunner::askBootstrap(Router& router, const Vat& vat) {
  std::vector<std::string> names;
  KernelMessage message{{KrefKind::object, vat.record.root}, parts_.allocator.newPromise(), {}};
  for (const Vat* each : parts_.vats.all()) {
    names.push_back(each->name());
    message.data.slots.push_back({KrefKind::object, each->record.root});
  }
  message.data.body = methodBody("bootstrap", {recordOfSlotsBody(names)});
  router.act(NewPromise{*message.result, kNoVat});
  router.act(message);
  parts_.watched.emplace(message.result->id, kBootstrapCall);
  return message.result->id;
}

void CrankRunner::failStart(Vat& vat, std::string reasonBody, std::string log) {
  buffer_.discard();
  if (parts_.app.bootstrapVat == vat.id) {
    std::erase_if(parts_.watched,
                  [](const auto& watched) { return watched.second == kBootstrapCall; });
  }
  vat.startFailure = std::move(reasonBody);
  vat.startLog = std::move(log);
  // Changed code that does not start leaves a vat that can be started from its stored sources: no
  // fault of the vat's.
  if (vat.files && vat.record.incarnation > 0) return;
  vat.record.state = VatState::faulty;
  vat.record.reason = withoutFrames(vat.startLog);
  buffer_.put(vatPartKey(vat.id, VatPart::record), toBytes(vat.record));
  commit(vat, router(), {});
}

}  // namespace keeve::kernel
