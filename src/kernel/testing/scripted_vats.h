// Vats for tests of the kernel: what each does at a delivery is a C++ function. No V8, so a crank takes microseconds.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "kernel/tables/bodies.h"
#include "protocol/worker.h"

namespace keeve::kernel {

class ScriptedVats final : public VatWorkerFactory {
 public:
  using Script = std::function<DeliveryOutcome(const Delivery&, SyscallPort&)>;
  using OnMessage =
      std::function<void(const std::string& method, const DeliverMessage&, SyscallPort&)>;

  using OnNews = std::function<void(const DeliverNotify&, SyscallPort&)>;

  // What a vat's heap holds; those that are not told hold everything that they are asked about.
  using Heap = std::function<HeapHold(const Vref&)>;
  void setHeap(const std::string& vat, Heap heap) { heaps_[vat] = std::move(heap); }

  // A vat's state cache: what it says it holds and dropped, and what it was told. For tests with one thread.
  struct Cache {
    CacheUse use = {};
    size_t bytesMax = 0;
    int shrinks = 0;
  };
  Cache& cache(const std::string& vat) { return caches_[vat]; }

  // Vats without a script fulfil every message with undefined.
  void set(const std::string& vat, Script script) { scripts_[vat] = std::move(script); }

  // A script that starts, with the methods `root`, and hands messages on; news of promises goes to `onNews`.
  void onMessage(const std::string& vat, const OnMessage& onMessage,
                 const std::vector<std::string>& root = {}, const OnNews& onNews = nullptr) {
    set(vat,
        [onMessage, root, onNews](const Delivery& delivery, SyscallPort& port) -> DeliveryOutcome {
          if (std::holds_alternative<StartVat>(delivery.what)) return Delivered{root};
          if (const auto* message = std::get_if<DeliverMessage>(&delivery.what)) {
            onMessage(methodName(message->message.body), *message, port);
          } else if (onNews) {
            onNews(std::get<DeliverNotify>(delivery.what), port);
          }
          return Delivered{};
        });
  }

  std::unique_ptr<VatWorker> make(const VatSettings& settings) override {
    const std::lock_guard lock(mutex_);
    ++made_[settings.name];
    return std::make_unique<Worker>(scripts_[settings.name], heaps_[settings.name],
                                    caches_[settings.name]);
  }

  int made(const std::string& vat) {
    const std::lock_guard lock(mutex_);
    return made_[vat];
  }

 private:
  class Worker final : public VatWorker {
   public:
    Worker(Script script, Heap heap, Cache& cache)
        : script_(std::move(script)), heap_(std::move(heap)), cache_(cache) {}
    DeliveryOutcome deliver(const Delivery& delivery, SyscallPort& port) override {
      if (script_) return script_(delivery, port);
      const auto* message = std::get_if<DeliverMessage>(&delivery.what);
      if (message && message->result)
        port.resolve({{*message->result, false, {undefinedBody(), {}}}});
      return Delivered{};
    }

    std::variant<HeapAnswer, Fault> ask(const HeapQuery& query) override {
      if (query.collect) ++collections_;
      if (query.shrinkCache) ++cache_.shrinks;
      HeapAnswer answer;
      for (const Vref& ref : query.unheld)
        answer.holds.push_back(heap_ ? heap_(ref) : HeapHold::held);
      return answer;
    }
    std::vector<RefKey> held() override { return {}; }
    void setCacheBytesMax(size_t bytes) override { cache_.bytesMax = bytes; }
    CacheUse takeCacheUse() override { return cache_.use; }
    uint64_t collections() const override { return collections_; }

   private:
    const Script script_;
    const Heap heap_;
    Cache& cache_;
    uint64_t collections_ = 0;
  };

  std::mutex mutex_;  // workers are made by several threads
  std::map<std::string, Script> scripts_;
  std::map<std::string, Heap> heaps_;
  std::map<std::string, Cache> caches_;  // whose elements stay where they are
  std::map<std::string, int> made_;
};

// What scripts often say.
inline void fulfil(SyscallPort& port, const DeliverMessage& message, VatCapData value) {
  if (message.result) port.resolve({{*message.result, false, std::move(value)}});
}

inline void put(SyscallPort& port, uint64_t id, const std::string& value) {
  port.write({VatTable::promise, id, {}}, value);
}

inline std::string get(SyscallPort& port, uint64_t id) {
  return std::string(port.read({VatTable::promise, id, {}}).value_or(""));
}

inline VatCapData send(const std::string& method, std::vector<Vref> slots = {}) {
  return {methodBody(method, {}), std::move(slots)};
}

}  // namespace keeve::kernel
