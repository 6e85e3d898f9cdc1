#include <iterator>

#include "kernel/tables/bodies.h"
#include "sim/actor.h"

namespace keeve::sim {

namespace {

constexpr uint64_t kHeapObjectsId = 50;
constexpr uint64_t kHeapObjects = 5;
constexpr uint64_t kChannelsMax = 900;

template <class Set>
auto pick(Random& random, const Set& set) {
  return std::next(set.begin(), static_cast<std::ptrdiff_t>(random.below(set.size())));
}

}  // namespace

void Actor::act() {
  if (roots_.empty() || world_.isClosing) return;
  for (uint64_t times = 1 + world_.random.below(3); times > 0 && world_.energy > 0; --times) {
    --world_.energy;
    actOnce();
  }
}

void Actor::actOnce() {
  switch (world_.random.below(7)) {
    case 0:
      return sendNumbered();
    case 1:
      return useChannel();
    case 2:
      return transfer();
    case 3:
      return settleSome();
    case 4:
      if (const auto other = someOther()) subscribe(*other);
      return;
    default:
      return sendMisc();
  }
}

void Actor::settleSome() {
  const auto open = someOpen();
  if (!open) return;
  const auto other = someOpen();
  if (*other != *open && world_.random.oneIn(10)) return settleTogether(*open, *other);
  const auto planned = open_.at(*open).planned;
  settle(*open, planned ? *planned : someValue(*open));
}

// To another vat's root: the receiver expects each in its turn.
void Actor::sendNumbered() {
  const size_t to = world_.random.below(kActors);
  if (to == self_) return;
  for (uint64_t times = 1 + world_.random.below(3); times > 0; --times) {
    const uint64_t number = notes().raise(kSentNote + to);
    send(roots_[to], "direct " + std::to_string(self_) + " " + std::to_string(number), someSlots());
  }
}

void Actor::useChannel() {
  if (!channels_.empty() && world_.random.oneIn(2)) {
    const auto channel = pick(world_.random, channels_)->first;
    return sendChannel(channel, channels_.at(channel));
  }
  const auto through = someOther();
  if (!through || channels_.contains(*through)) return;
  const uint64_t number = notes().raise(kChannelsNote);
  if (number > kChannelsMax) return;
  subscribe(*through);
  Channel& channel = channels_[*through];
  channel.number = number;
  sendChannel(*through, channel);
}

void Actor::sendChannel(const Vref& target, Channel& channel) {
  for (uint64_t times = 1 + world_.random.below(3); times > 0; --times) {
    send(target,
         "channel " + std::to_string(self_) + " " + std::to_string(channel.number) + " " +
             std::to_string(++channel.sent),
         {});
  }
}

void Actor::sendMisc() {
  if (const auto target = someTarget()) send(*target, "misc", someSlots());
}

// Settles what can be, and asks for all news.
void Actor::close() {
  while (const auto open = someOpen()) {
    const auto planned = open_.at(*open).planned;
    settle(*open, planned ? *planned : someValue(*open));
  }
  for (const Vref& other : std::vector<Vref>(others_.begin(), others_.end())) subscribe(other);
}

std::vector<Vref> Actor::someSlots() {
  std::vector<Vref> slots;
  for (uint64_t count = world_.random.below(3); count > 0; --count) {
    switch (world_.random.below(6)) {
      case 0:
        slots.push_back({kHeapObjectClass, kHeapObjectsId + world_.random.below(kHeapObjects)});
        break;
      case 1:
        slots.push_back(roots_[world_.random.below(roots_.size())]);
        break;
      case 2:
        if (!objects_.empty()) slots.push_back(objects_[world_.random.below(objects_.size())]);
        break;
      case 3:
        if (const auto other = someOther()) slots.push_back(*other);
        break;
      case 4:
        if (!open_.empty()) slots.push_back(pick(world_.random, open_)->first);
        break;
      default:
        slots.push_back(freshOpen());
    }
  }
  return slots;
}

Actor::Value Actor::someValue(const Vref& promise) {
  Value undefined{false, {kernel::undefinedBody(), {}}, {}};
  if (roots_.empty()) return undefined;
  if (world_.isClosing && world_.random.oneIn(2)) return undefined;
  switch (world_.isClosing ? 3 : world_.random.below(9)) {
    case 0:
      return {false, {kernel::undefinedBody(), someSlots()}, {}};
    case 1:
      return error("by chance");
    case 2:
      return fulfilled({kHeapObjectClass, kHeapObjectsId + world_.random.below(kHeapObjects)});
    case 3:
    case 4:
      return fulfilled(roots_[world_.random.below(roots_.size())]);
    case 5:
    case 6:
      if (const auto other = someOther(); other && *other != promise) return fulfilled(*other);
      return undefined;
    case 7:
      return fulfilled(freshOpen());
    default:
      return world_.random.oneIn(3) ? fulfilled(promise) : undefined;
  }
}

// What it may send to: no object of its own, no promise that it decides.
std::optional<Vref> Actor::someTarget() {
  if (world_.random.oneIn(2)) {
    if (const auto other = someOther()) return other;
  }
  if (!objects_.empty() && world_.random.oneIn(2))
    return objects_[world_.random.below(objects_.size())];
  const size_t to = world_.random.below(kActors);
  return to == self_ ? std::nullopt : std::optional(roots_[to]);
}

std::optional<Vref> Actor::someOther() {
  if (others_.empty()) return std::nullopt;
  return *pick(world_.random, others_);
}

std::optional<Vref> Actor::someOpen() {
  std::vector<Vref> free;
  for (const auto& [promise, open] : open_) {
    if (!open.waits) free.push_back(promise);
  }
  if (free.empty()) return std::nullopt;
  return free[world_.random.below(free.size())];
}

}  // namespace keeve::sim
