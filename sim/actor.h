// A simulated vat. It does by the world's chance what vats do: sends messages to objects and to promises, keeps results open
// and settles them to data, errors, objects and promises, hands references around, moves money, and faults. What it
// hears it holds against what it knows, and what cannot be it tells the world.
//
// It keeps a vat's side of the bargain (protocol/syscall_port.h): it names a promise only until that was told or settled,
// and what was pipelined to a promise that it settles it sends on, in order, before anything else.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "protocol/worker.h"
#include "sim/notebook.h"
#include "sim/world.h"

namespace keeve::sim {

class Actor final : public VatWorker {
 public:
  Actor(size_t self, World& world);
  ~Actor() override;

  DeliveryOutcome deliver(const Delivery& delivery, SyscallPort& port) override;
  std::variant<HeapAnswer, Fault> ask(const HeapQuery& query) override;
  std::vector<RefKey> held() override { return {}; }
  uint64_t collections() const override { return 0; }

  // What this heap waits for.
  const std::set<Vref>& awaited() const { return awaited_; }
  // Whether it decides the promise and cannot settle it, since the message that it is the result of waits for another.
  bool isStuckWith(const Vref& promise) const {
    const auto open = open_.find(promise);
    return open != open_.end() && open->second.waits;
  }
  const std::string& name() const { return name_; }

 private:
  struct Message {
    std::string method;
    std::vector<Vref> slots;
    std::optional<Vref> result;
  };
  // What a promise is settled to.
  struct Value {
    bool rejected = false;
    VatCapData data;
    std::optional<Vref> only;  // where it is nothing but this
  };
  // A promise that this vat decides.
  struct Open {
    std::vector<Message> messages;  // pipelined to it
    std::optional<Value> planned;
    bool waits = false;  // the result of a message that is not handled or sent on yet
  };
  // Numbered messages through one promise, and then to what it was settled to.
  struct Channel {
    uint64_t number = 0;
    uint64_t sent = 0;
  };
  // A payment that it will move when it hears of it.
  struct Payment {
    uint64_t number = 0;
    Vref bank;
  };
  // What waits for the news of a promise.
  struct Awaited {
    std::optional<Channel> channel;
    std::optional<Payment> payment;
  };

  // actor.cc: deliveries
  void start();
  void hear(const DeliverMessage& delivery);
  void receive(const Message& message);
  bool handle(const Message& message, std::optional<Value>& answer);  // false: no such method
  void hearNews(const std::vector<Resolution>& news);
  void goOn(const Resolution& news, const Awaited& awaited);
  void note(const std::vector<Vref>& slots);
  bool isFaulty();

  // actor_acts.cc: what it does by chance
  void act();
  void actOnce();
  void settleSome();
  void sendNumbered();
  void useChannel();
  void sendChannel(const Vref& target, Channel& channel);
  void sendMisc();
  void close();
  std::vector<Vref> someSlots();
  Value someValue(const Vref& promise);
  std::optional<Vref> someTarget();
  std::optional<Vref> someOther();
  std::optional<Vref> someOpen();

  // actor_promises.cc
  Vref fresh() { return {kPromiseClass, nextPromise_++}; }
  Vref freshOpen();
  std::optional<Vref> send(const Vref& target, const std::string& method,
                           const std::vector<Vref>& slots);
  Vref sendForResult(const Vref& target, const std::string& method, const std::vector<Vref>& slots);
  void subscribe(const Vref& promise);
  void settle(const Vref& promise, const Value& value);
  void settleTogether(const Vref& one, const Vref& other);
  void sendOn(Message message, const Value& value);
  void endName(const Vref& promise);
  static Value fulfilled(const Vref& only);
  static Value error(const std::string& message);

  // actor_bank.cc
  void transfer();
  std::optional<Value> withdraw(uint64_t number, int64_t amount);
  void move(uint64_t number, const std::vector<Vref>& slots);
  void carry(uint64_t number, const std::vector<Vref>& slots);
  void credit(uint64_t number, int64_t amount);
  void takeBackOpen();
  void record(const std::string& sort, uint64_t number, int64_t amount);

  SyscallPort& port() { return *port_; }
  Notebook notes() { return Notebook(*port_); }
  Vref root() const { return {kHeapObjectClass, kRootId}; }

  const size_t self_;
  const std::string name_;
  World& world_;
  SyscallPort* port_ = nullptr;  // during a delivery
  std::vector<Vref> roots_;      // of all vats, its own among them
  std::vector<Vref> objects_;    // presences that it met
  std::map<Vref, Open> open_;
  std::set<Vref> others_;   // promises that others decide
  std::set<Vref> awaited_;  // of them, those whose news it asked for
  std::map<Vref, Channel> channels_;
  std::map<Vref, Payment> payments_;
  uint64_t nextPromise_ = 1000;
};

class Actors final : public VatWorkerFactory {
 public:
  explicit Actors(World& world) : world_(world) {}
  std::unique_ptr<VatWorker> make(const VatSettings& settings) override;

 private:
  World& world_;
};

}  // namespace keeve::sim
