#include "kernel/crank_pool.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "kernel/mark_phases.h"
#include "kernel/turns.h"

namespace keeve::kernel {

namespace {

// How soon a thread that waits for a turn hears that the kernel is to stop: a signal handler can
// set a flag and no more.
constexpr std::chrono::milliseconds kStopLook{50};

// How long a vat that has more to do keeps its thread: to change vats costs more than a short crank.
constexpr std::chrono::microseconds kSlice{500};

// What was collected goes down in small groups: whoever syncs waits for all before it.
constexpr size_t kCollectedBytes = size_t{64} << 10;

// Cranks hold the lock for a few microseconds: to look again is cheaper than to sleep for it.
void lockSoon(std::unique_lock<std::mutex>& lock) {
  constexpr int kLooks = 100;
  for (int i = 0; i < kLooks; ++i) {
    if (lock.try_lock()) return;
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  lock.lock();
}

}  // namespace

CrankPool::CrankPool(KernelState& state, const std::atomic<bool>& stop, size_t threads)
    : state_(state), stop_(stop) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  try {
    for (size_t i = 1; i < threads; ++i) helpers_.emplace_back([this] { help(); });
  } catch (const std::system_error&) {
    // The system gives no more: fewer threads do the same work.
  }
}

CrankPool::~CrankPool() {
  {
    const std::lock_guard lock(state_.mutex);
    ending_ = true;
  }
  begins_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
}

void CrankPool::runStarts(const std::vector<Vat*>& vats) {
  {
    const std::lock_guard lock(state_.mutex);
    nextStart_ = 0;
    startsFinished_ = 0;
  }
  runAll([&](auto& lock, auto& desk) { startInTurn(lock, desk, vats); });
}

void CrankPool::runUntilIdle() {
  runAll([this](auto& lock, auto& desk) { runTurns(lock, desk, Goal::idle); });
}

void CrankPool::runUntilCollected() {
  runAll([this](auto& lock, auto& desk) { runTurns(lock, desk, Goal::collected); });
}

void CrankPool::run() {
  runAll([this](auto& lock, auto& desk) { runTurns(lock, desk, Goal::stop); });
}

void CrankPool::stop() {
  stopped_ = true;
  turns_.notify_all();
}

void CrankPool::tell() {
  if (sleeping_ > 0) turns_.notify_one();
}

void CrankPool::waitForRoom(std::string_view name) {
  std::unique_lock lock(state_.mutex);
  const Vat* vat = state_.vats.find(name);
  if (!vat) return;
  room_.wait(lock, [&] { return !work_ || !state_.queue.isFull(vat->id); });
}

// Threads -------------------------------------------------------------------------------------------

void CrankPool::runAll(const Work& work) {
  CrankDesk desk(state_);
  std::unique_lock lock(state_.mutex);
  KEEVE_CHECK(!work_);
  work_ = &work;
  ++workNumber_;
  begins_.notify_all();
  doWork(lock, desk);
  ends_.wait(lock, [this] { return helping_ == 0; });
  work_ = nullptr;
  room_.notify_all();
  if (failure_) std::rethrow_exception(failure_);
}

void CrankPool::help() {
  CrankDesk desk(state_);
  uint64_t done = 0;
  std::unique_lock lock(state_.mutex);
  for (;;) {
    begins_.wait(lock, [&] { return ending_ || (work_ && workNumber_ != done); });
    if (ending_) return;
    done = workNumber_;
    ++helping_;
    doWork(lock, desk);
    --helping_;
    ends_.notify_one();
  }
}

// A thread that fails leaves the lock held, as it found it.
void CrankPool::doWork(std::unique_lock<std::mutex>& lock, CrankDesk& desk) {
  try {
    (*work_)(lock, desk);
  } catch (...) {
    if (!lock.owns_lock()) lock.lock();
    if (!failure_) failure_ = std::current_exception();
  }
  turns_.notify_all();
}

// Cranks --------------------------------------------------------------------------------------------

void CrankPool::runTurns(std::unique_lock<std::mutex>& lock, CrankDesk& desk, Goal goal) {
  const bool collectsOnly = goal == Goal::collected;
  while (!isStopping()) {
    if (auto turn = collectsOnly ? state_.queue.takeCollection() : takeTurn(state_)) {
      room_.notify_all();
      Vat& vat = state_.vats.get(turn->vat);
      runTurn(lock, desk, vat, std::move(turn->item), goal);
      continue;
    }
    if (goal == Goal::idle && state_.queue.empty()) return;
    if (collectsOnly && state_.queue.busyCount() == 0) return;
    // While others commit, their next cranks undo much of what waits: it would have gone down for nothing.
    if (state_.queue.busyCount() == 0 && state_.store.hasPending()) {
      lock.unlock();
      state_.store.flush();
      lock.lock();
      continue;
    }
    ++sleeping_;
    const bool isQuiet = turns_.wait_for(lock, kStopLook) == std::cv_status::timeout;
    --sleeping_;
    if (isQuiet && goal == Goal::stop && state_.queue.empty()) collectWhenIdle(state_);
  }
}

void CrankPool::runTurn(std::unique_lock<std::mutex>& lock, CrankDesk& desk, Vat& vat,
                        QueueItem first, Goal goal) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point end = Clock::now() + kSlice;
  std::optional<QueueItem> item = std::move(first);
  Crank* last = nullptr;
  while (item) {
    Crank& crank = desk.begin(vat, std::move(*item));
    crank.prepare();
    lock.unlock();
    desk.clearFormer();
    crank.deliver();
    lockSoon(lock);
    crank.finish();
    last = &crank;
    item.reset();
    if (goal != Goal::collected && mayGoOn(vat, crank) && Clock::now() < end)
      item = state_.queue.takeMore(vat.id);
    if (item) room_.notify_all();
    wakeHelpers();
  }
  state_.queue.release(vat.id, last->filled());
  wakeHelpers();
  afterTurn(lock, desk, vat, last->collects());
}

bool CrankPool::mayGoOn(const Vat& vat, const Crank& crank) const {
  return vat.worker && crank.filled().empty() && !isStopping() && !state_.store.isFull();
}

// This thread takes one of the turns itself.
void CrankPool::wakeHelpers() {
  if (sleeping_ == 0) return;
  if (state_.queue.empty()) {
    turns_.notify_all();
  } else if (state_.queue.turnCount() > 1 ||
             (state_.queue.turnCount() == 1 && state_.queue.busyCount() > 0)) {
    turns_.notify_one();
  }
}

// What ended is destroyed, and what takes long is done, with the lock free.
void CrankPool::afterTurn(std::unique_lock<std::mutex>& lock, CrankDesk& desk, Vat& vat,
                          bool hasCollected) {
  std::unique_ptr<VatWorker> asleep = sleepAfter(state_, vat);
  lock.unlock();
  desk.clear();
  asleep.reset();
  if (hasCollected) {
    state_.store.flushFrom(kCollectedBytes);
  } else {
    state_.store.flushIfFull();
  }
  state_.gate.waitForRoom();
  lockSoon(lock);
}

void CrankPool::startInTurn(std::unique_lock<std::mutex>& lock, CrankDesk& desk,
                            const std::vector<Vat*>& vats) {
  while (nextStart_ < vats.size() && !isStopping()) {
    const size_t n = nextStart_++;
    Crank& crank = desk.begin(*vats[n], StartItem{});
    crank.prepare();
    lock.unlock();
    crank.deliver();
    lock.lock();
    turns_.wait(lock, [&] { return startsFinished_ == n || failure_; });
    if (failure_) return;
    crank.finish();
    ++startsFinished_;
    turns_.notify_all();
    afterTurn(lock, desk, *vats[n], crank.collects());
  }
}

}  // namespace keeve::kernel
