#include "liveslots/heap_queries.h"

#include <v8-primitive.h>

#include <algorithm>
#include <variant>

namespace keeve::liveslots {
namespace {

std::vector<Vref> refsOf(const std::vector<RefKey>& keys) {
  std::vector<Vref> refs;
  refs.reserve(keys.size());
  for (const RefKey key : keys) {
    refs.push_back({key % 2 == 1 ? kImportClass : kHeapObjectClass, key / 2});
  }
  return refs;
}

}  // namespace

std::variant<HeapAnswer, Fault> HeapQueries::answer(const HeapQuery& query) {
  try {
    if (!query.gone.empty() && (heap_.asksJavaScript || heap_.hasWeakEntries)) {
      run([&] { callWith("forgetKeys", refsOf(query.gone)); });
    }
    const std::vector<Vref> released = releasedByJavaScript(query);
    if (!released.empty()) run([&] { callWith("release", released); });
    if (query.shrinkCache) run([&] { exports_.mustCall("shrinkCache", {}); });
    if (query.collect) collect();
    return HeapAnswer{holds(query.unheld)};
  } catch (const VatFault& fault) {
    return fault.fault();
  }
}

bool HeapQueries::surelyHolds(const Vref& ref) const {
  return !isKeptByJavaScript(ref) && heap_.table().has(ref.key());
}

// Or may be. Representatives, stores and presences are held by the slot table only, that is weakly.
bool HeapQueries::isKeptByJavaScript(const Vref& ref) const {
  return heap_.asksJavaScript || ref.refClass == kHeapObjectClass || ref.isPromise();
}

std::vector<Vref> HeapQueries::releasedByJavaScript(const HeapQuery& query) const {
  if (heap_.asksJavaScript) return query.unheld;
  std::vector<Vref> refs;
  std::copy_if(
      query.unheld.begin(), query.unheld.end(), std::back_inserter(refs),
      [&](const Vref& ref) { return isKeptByJavaScript(ref) && heap_.table().has(ref.key()); });
  return refs;
}

// The state cache holds nothing for the time of it.
void HeapQueries::collect() {
  run([&] { exports_.mustCall("parkCells", {}); });
  const engine::RunOutcome outcome = heap_.realm().collectGarbage();
  if (const auto* exceeded = std::get_if<engine::LimitExceeded>(&outcome)) {
    throw overLimit(heap_.settings(), exceeded->limit);
  }
  run([&] { exports_.mustCall("seatCells", {}); });
}

std::vector<HeapHold> HeapQueries::holds(const std::vector<Vref>& refs) {
  std::vector<HeapHold> holds(refs.size(), HeapHold::none);
  std::vector<Vref> absent;
  std::vector<size_t> places;
  for (size_t i = 0; i < refs.size(); ++i) {
    if (heap_.table().has(refs[i].key())) {
      holds[i] = HeapHold::held;
    } else if (heap_.asksJavaScript) {
      absent.push_back(refs[i]);
      places.push_back(i);
    }
  }
  if (absent.empty()) return holds;
  run([&] { callWith("tellRecognized", absent); });
  const std::vector<Vref> told = heap_.memory().slots(absent.size());
  for (size_t i = 0; i < told.size(); ++i) {
    if (told[i].refClass == 1) holds[places[i]] = HeapHold::recognized;
  }
  return holds;
}

void HeapQueries::run(const std::function<void()>& work) {
  const engine::RunOutcome outcome = heap_.realm().run(work);
  if (const auto* exceeded = std::get_if<engine::LimitExceeded>(&outcome)) {
    throw overLimit(heap_.settings(), exceeded->limit);
  }
}

void HeapQueries::callWith(const char* name, const std::vector<Vref>& refs) {
  heap_.memory().loadRefs(refs);
  const auto count = static_cast<double>(refs.size());
  exports_.mustCall(name, {v8::Number::New(heap_.realm().isolate(), count)});
}

}  // namespace keeve::liveslots
