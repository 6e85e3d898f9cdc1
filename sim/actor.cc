#include "sim/actor.h"

#include <sstream>
#include <utility>

#include "kernel/tables/bodies.h"

namespace keeve::sim {

Actor::Actor(size_t self, World& world) : self_(self), name_(actorName(self)), world_(world) {
  world_.heaps.insert(this);
}

Actor::~Actor() { world_.heaps.erase(this); }

std::unique_ptr<VatWorker> Actors::make(const VatSettings& settings) {
  return std::make_unique<Actor>(static_cast<size_t>(settings.name.at(0) - 'a'), world_);
}

DeliveryOutcome Actor::deliver(const Delivery& delivery, SyscallPort& port) {
  port_ = &port;
  bool mayFault = false;
  if (std::holds_alternative<StartVat>(delivery.what)) {
    start();
  } else if (const auto* message = std::get_if<DeliverMessage>(&delivery.what)) {
    const std::string method = kernel::methodName(message->message.body);
    hear(*message);
    // Those whose order is looked at are never undone, so that none of them may be missing.
    mayFault = !method.starts_with("direct") && !method.starts_with("channel") && method != "meet";
  } else {
    hearNews(std::get<DeliverNotify>(delivery.what).resolutions);
  }
  if (world_.isClosing) close();
  if (mayFault && isFaulty()) {
    if (world_.random.oneIn(2)) return Fault{"crankMs", ""};
    port.send({kImportClass, 1ULL << 40}, {kernel::methodBody("steal", {}), {}}, std::nullopt);
    world_.expect(false, "vat " + name_ + " sent to what it was never given");
  }
  return Delivered{{"bootstrap"}, !open_.empty() || !awaited_.empty() || !channels_.empty()};
}

// It uses no objects but roots.
std::variant<HeapAnswer, Fault> Actor::ask(const HeapQuery& query) {
  return HeapAnswer{std::vector<HeapHold>(query.unheld.size(), HeapHold::held)};
}

bool Actor::isFaulty() {
  return world_.faultsIn > 0 && !world_.isClosing && world_.random.oneIn(world_.faultsIn);
}

void Actor::start() {
  notes().begin();
  roots_ = notes().roots();
  if (notes().text(kPurseNote).empty()) notes().write(kPurseNote, uint64_t{kPurse});
  takeBackOpen();
}

void Actor::hear(const DeliverMessage& delivery) {
  Message message{kernel::methodName(delivery.message.body), delivery.message.slots,
                  delivery.result};
  note(message.slots);
  if (message.result) {
    endName(*message.result);  // it may have been this vat's own message that came home
    open_[*message.result].waits = true;
  }
  if (!delivery.target.isPromise()) return receive(message);
  const auto open = open_.find(delivery.target);
  world_.expect(open != open_.end(), "vat " + name_ + " got a message for " +
                                         toText(delivery.target) + ", which it does not decide");
  if (open == open_.end()) return;
  open->second.messages.push_back(std::move(message));
}

// A message to an object of this vat. Its result, if it is wanted, is open, and waits for this.
void Actor::receive(const Message& message) {
  std::optional<Value> answer;
  const bool isKnown = handle(message, answer);
  if (!isKnown) act();
  if (!message.result) return;
  Open& open = open_.at(*message.result);
  open.waits = false;
  if (isKnown && !answer) answer = Value{false, {kernel::undefinedBody(), {}}, {}};
  open.planned = answer;
  const bool isAtOnce = message.method.starts_with("mark") || world_.isClosing;
  if (isAtOnce || !world_.random.oneIn(4))
    settle(*message.result, answer ? *answer : someValue(*message.result));
}

bool Actor::handle(const Message& message, std::optional<Value>& answer) {
  std::istringstream words(message.method);
  std::string verb;
  uint64_t first = 0;
  uint64_t second = 0;
  uint64_t third = 0;
  words >> verb >> first >> second >> third;
  if (verb == "bootstrap" || verb == "meet") {
    roots_.assign(message.slots.begin(), message.slots.begin() + kActors);
    notes().keepRoots(roots_);
    if (verb == "meet") return true;
    for (size_t i = 0; i < kActors; ++i) {
      if (i != self_) port().send(roots_[i], {kernel::methodBody("meet", {}), roots_}, {});
    }
  } else if (verb == "mark") {
    world_.expect(notes().raise(kMarkNote + first) == 1,
                  "vat " + name_ + " carried out call " + std::to_string(first) + " twice");
  } else if (verb == "direct") {
    const uint64_t heard = notes().raise(kHeardNote + first);
    world_.expect(second == heard, "vat " + name_ + " hears message " + std::to_string(second) +
                                       " of vat " + actorName(first) + " after " +
                                       std::to_string(heard - 1));
  } else if (verb == "channel") {
    const uint64_t heard = notes().raise(kChannelNote + first * 1000 + second);
    world_.expect(third == heard, "vat " + name_ + " hears message " + std::to_string(third) +
                                      " of channel " + std::to_string(second) + " of vat " +
                                      actorName(first) + " after " + std::to_string(heard - 1));
  } else if (verb == "withdraw") {
    answer = withdraw(first, static_cast<int64_t>(second));
  } else if (verb == "move") {
    move(first, message.slots);
  } else if (verb == "carry") {
    carry(first, message.slots);
  } else if (verb == "credit") {
    credit(first, static_cast<int64_t>(second));
  } else {
    return false;
  }
  return true;
}

// News that comes together may name each other; all those names end with it.
void Actor::hearNews(const std::vector<Resolution>& news) {
  std::vector<std::pair<Resolution, Awaited>> known;
  for (const Resolution& each : news) {
    // A promise that it asked about, settled itself and met again may be told of before it asks anew.
    world_.expect(others_.contains(each.promise),
                  "vat " + name_ + " hears of " + toText(each.promise) + ", whose name had ended");
    note(each.value.slots);
  }
  for (const Resolution& each : news) {
    Awaited awaited;
    if (const auto channel = channels_.find(each.promise); channel != channels_.end())
      awaited.channel = channel->second;
    if (const auto payment = payments_.find(each.promise); payment != payments_.end())
      awaited.payment = payment->second;
    known.emplace_back(each, awaited);
  }
  for (const Resolution& each : news) endName(each.promise);
  for (const auto& [each, awaited] : known) goOn(each, awaited);
}

// What waited for a promise goes on with what that was settled to.
void Actor::goOn(const Resolution& news, const Awaited& awaited) {
  const auto only = kernel::onlySlot(news.value.body);
  if (news.rejected || !only || *only >= news.value.slots.size()) return;
  const Vref value = news.value.slots[*only];
  const bool isOthers = value.isPromise() ? others_.contains(value) : value.isImport();
  if (!isOthers) return;
  if (awaited.channel && !channels_.contains(value)) {
    const auto place = channels_.emplace(value, *awaited.channel).first;
    if (world_.energy > 0 && !world_.isClosing) sendChannel(place->first, place->second);
  }
  if (awaited.payment && !value.isPromise())
    send(value, "move " + std::to_string(awaited.payment->number), {awaited.payment->bank});
}

void Actor::note(const std::vector<Vref>& slots) {
  constexpr size_t kObjectsMax = 12;
  for (const Vref& slot : slots) {
    if (slot.isPromise()) {
      if (open_.contains(slot)) continue;
      world_.expect(slot.isImport() || others_.contains(slot),
                    "vat " + name_ + " meets " + toText(slot) + ", whose name had ended");
      others_.insert(slot);
    } else if (slot.isImport() && objects_.size() < kObjectsMax) {
      objects_.push_back(slot);
    }
  }
}

}  // namespace keeve::sim
