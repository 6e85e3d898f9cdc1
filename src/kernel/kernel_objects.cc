#include "kernel/kernel_objects.h"

#include <utility>

#include "kernel/tables/bodies.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/schema.h"
#include "kernel/tables/tags.h"

namespace keeve::kernel {

namespace {

uint64_t parseNumber(std::string_view from) {
  ByteReader bytes(from);
  const auto number = bytes.takeVarint();
  return orDamaged(bytes.atEnd() ? number : std::nullopt, "host object");
}

}  // namespace

Kref hostObject(KernelState& state, store::CrankBuffer& buffer, std::string_view name) {
  const std::string key = hostObjectKey(name);
  if (const auto bytes = buffer.get(key)) return {KrefKind::object, parseNumber(*bytes)};
  const Kref made = state.allocator.newObject();
  std::string number;
  appendVarint(number, made.id);
  buffer.insert(key, number);
  buffer.insert(roleKey(made.id), toBytes(Role(HostRole{std::string(name)})));
  buffer.insert(ownerKey(made.id), toBytes(OwnerRecord{kKernelVat, 0}));
  return made;
}

HostCall toHostCall(store::CrankBuffer& buffer, uint64_t key, const OpenHostCall& open) {
  HostCall call{key, open.object, open.message.result.has_value(), open.message.data, {}};
  for (const Kref& slot : call.message.slots) call.slotTags.push_back(kindTag(buffer, slot));
  return call;
}

void KernelTurn::take(const KernelMessage& message) {
  const auto bytes = buffer_.get(roleKey(message.target.id));
  const Role role = orDamaged(bytes ? parseRole(*bytes) : std::nullopt, "kernel object");
  std::visit([&](const auto& each) { answer(each, message); }, role);
}

// Host calls ----------------------------------------------------------------------------------------

void KernelTurn::answer(const HostRole& role, const KernelMessage& message) {
  const uint64_t key = state_.allocator.newObject().id;  // for its number, which nothing else has
  const OpenHostCall open{role.name, message};
  buffer_.insert(openHostCallKey(key), toBytes(open));
  eachRef(message, [this](const Kref& ref) { router_.act(HoldRef{ref}); });
  if (message.result) router_.act(Decide{*message.result, kKernelVat});
  opened_ = toHostCall(buffer_, key, open);
}

void KernelTurn::settle(const HostAnswer& answer) {
  const std::string key = openHostCallKey(answer.key);
  const auto bytes = buffer_.get(key);
  if (!bytes) return;
  const OpenHostCall open = orDamaged(parseOpenHostCall(*bytes), "host call");
  buffer_.erase(key);
  closed_ = answer.key;
  if (!exist(answer.value.slots)) {
    reject(open.message, errorBody("Error", "the answer of host object \"" + open.object +
                                                "\" names what the kernel does not know"));
  } else if (open.message.result) {
    router_.act(Settle{*open.message.result, answer.rejected, answer.value});
  }
  router_.letGo(open.message);
}

bool KernelTurn::exist(const std::vector<Kref>& slots) {
  for (const Kref& slot : slots) {
    if (!buffer_.get(slot.isPromise() ? promiseKey(slot.id) : ownerKey(slot.id))) return false;
  }
  return true;
}

std::optional<HostCall> KernelTurn::takeOpened() {
  if (opened_) state_.openHostCalls.insert(opened_->key);
  return std::move(opened_);
}

// What they have in common --------------------------------------------------------------------------

void KernelTurn::fulfil(const KernelMessage& message, KernelCapData value) {
  if (message.result) router_.act(Settle{*message.result, false, std::move(value)});
}

void KernelTurn::reject(const KernelMessage& message, std::string reasonBody) {
  if (message.result) router_.act(Settle{*message.result, true, {std::move(reasonBody), {}}});
}

void KernelTurn::committed() {
  if (closed_) state_.openHostCalls.erase(*closed_);
  if (!made_) return;
  state_.vats.add(made_->id, std::move(made_->record));
  state_.queue.push(made_->id, StartItem{});
}

}  // namespace keeve::kernel
