#include <algorithm>
#include <stdexcept>
#include <utility>

#include "host/host_call_state.h"
#include "host/told_hold.h"
#include "host/wire.h"

namespace keeve {

namespace {

// Of [op, name, arguments] (protocol/delivery.h).
enum Op : int { kCallMethod = 0, kCallObject = 1, kGetProperty = 2 };

// At its end a call is held no longer.
class Release {
 public:
  explicit Release(host::HostLink& link) : link_(link) {}
  ~Release() { link_.letGo(); }
  Release(const Release&) = delete;
  Release& operator=(const Release&) = delete;

 private:
  host::HostLink& link_;
};

}  // namespace

HostCall::State::State(const kernel::HostCall& call, std::shared_ptr<host::HostLink> link)
    : object(call.object),
      key(std::to_string(call.key)),
      number_(call.key),
      slots_(call.message.slots),
      link_(std::move(link)) {
  try {
    const std::vector<Value> parts =
        host::Wire::fromKernel(link_->kernel(), call.message.body, call.message.slots,
                               call.slotTags, host::holdTold(link_, slots_))
            .items();
    const auto op = static_cast<int>(parts.at(0).asNumber());
    const Value& name = parts.at(1);
    if (op == kCallMethod && name.type() == ValueType::string) {
      method = name.asString();
    } else if (op == kGetProperty) {
      refusal_ = "host object " + object + " has no properties to get";
    } else if (op != kCallObject) {
      refusal_ = "host object " + object + " has no methods named by symbols";
    }
    args = parts.at(2).items();
  } catch (const std::exception& damage) {
    refusal_ = "a message to host object " + object + " cannot be read: " + damage.what();
  }
  link_->hold();
}

HostCall::State::~State() {
  if (!settled_) link_->letGo();
}

void HostCall::State::settle(How how, const Value& value) {
  kernel::KernelCapData data = host::Wire::toKernel(link_->kernel(), value);
  checkSlots(data);
  if (settled_.exchange(true))
    throw std::logic_error("the call of " + object + "." + method + " is settled already");
  const Release release(*link_);
  link_->settle({number_, how == How::rejected, std::move(data)});
}

void HostCall::State::checkSlots(const kernel::KernelCapData& data) const {
  for (const kernel::Kref& slot : data.slots) {
    if (slot.isPromise() && std::find(slots_.begin(), slots_.end(), slot) == slots_.end())
      throw ValueError("a call can be settled with promises of its own arguments only");
  }
}

const std::string& HostCall::object() const { return state_->object; }
const std::string& HostCall::method() const { return state_->method; }
const std::vector<Value>& HostCall::args() const { return state_->args; }
const std::string& HostCall::key() const { return state_->key; }
void HostCall::fulfil(const Value& value) const { state_->settle(State::How::fulfilled, value); }
void HostCall::reject(const Value& reason) const { state_->settle(State::How::rejected, reason); }

}  // namespace keeve
