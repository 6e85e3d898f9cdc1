#include "kernel/tables/bodies.h"
#include "protocol/body_writer.h"
#include "sim/actor.h"

namespace keeve::sim {

Vref Actor::freshOpen() {
  const Vref made = fresh();
  open_[made];
  return made;
}

// Now and then without a wish for a result.
std::optional<Vref> Actor::send(const Vref& target, const std::string& method,
                                const std::vector<Vref>& slots) {
  if (!world_.random.oneIn(5)) return sendForResult(target, method, slots);
  port().send(target, {kernel::methodBody(method, {}), slots}, std::nullopt);
  return std::nullopt;
}

Vref Actor::sendForResult(const Vref& target, const std::string& method,
                          const std::vector<Vref>& slots) {
  if (world_.energy > 0) --world_.energy;
  const Vref result = fresh();
  port().send(target, {kernel::methodBody(method, {}), slots}, result);
  others_.insert(result);
  if (world_.random.oneIn(2)) subscribe(result);
  return result;
}

void Actor::subscribe(const Vref& promise) {
  if (!awaited_.insert(promise).second) return;
  port().subscribe(promise);
}

void Actor::settle(const Vref& promise, const Value& value) {
  const std::vector<Message> messages = std::move(open_.at(promise).messages);
  open_.erase(promise);
  port().resolve({{promise, value.rejected, value.data}});
  endName(promise);
  for (const Message& message : messages) {
    // To the promise itself: it has no name any more.
    sendOn(message, value.only == promise ? error("a promise was resolved to itself") : value);
  }
}

// Settles two promises to each other: neither ever comes to anything.
void Actor::settleTogether(const Vref& one, const Vref& other) {
  std::vector<Message> messages = std::move(open_.at(one).messages);
  for (Message& message : open_.at(other).messages) messages.push_back(std::move(message));
  open_.erase(one);
  open_.erase(other);
  port().resolve({{one, false, fulfilled(other).data}, {other, false, fulfilled(one).data}});
  endName(one);
  endName(other);
  for (const Message& message : messages)
    sendOn(message, error("a promise was resolved to itself"));
}

// A message that was pipelined to a promise, when that is settled.
void Actor::sendOn(Message message, const Value& value) {
  if (value.rejected || !value.only) {
    if (message.result)
      settle(*message.result, value.rejected ? value : error("target has no such method"));
    return;
  }
  const Vref target = *value.only;
  if (const auto open = open_.find(target); open != open_.end()) {
    open->second.messages.push_back(std::move(message));
    return;
  }
  if (!target.isPromise() && !target.isImport()) return receive(message);
  for (Vref& slot : message.slots) {
    // Its name ended while the message waited here.
    if (slot.isPromise() && !open_.contains(slot) && !others_.contains(slot)) slot = freshOpen();
  }
  if (!message.result) {
    port().send(target, {kernel::methodBody(message.method, {}), message.slots}, std::nullopt);
    return;
  }
  const Vref result = sendForResult(target, message.method, message.slots);
  settle(*message.result, fulfilled(result));
}

void Actor::endName(const Vref& promise) {
  others_.erase(promise);
  awaited_.erase(promise);
  channels_.erase(promise);
  payments_.erase(promise);
}

Actor::Value Actor::fulfilled(const Vref& only) {
  BodyWriter writer;
  if (only.isPromise()) {
    writer.promise(0);
  } else {
    writer.remotable(0, "");
  }
  return {false, {writer.take(), {only}}, only};
}

Actor::Value Actor::error(const std::string& message) {
  return {true, {kernel::errorBody("Error", message), {}}, {}};
}

}  // namespace keeve::sim
