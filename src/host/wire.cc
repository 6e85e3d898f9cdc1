#include "host/wire.h"

#include <utility>

#include "base/bytes.h"
#include "host/slot_rewrite.h"
#include "protocol/body_grammar.h"
#include "protocol/body_string.h"

namespace keeve::host {

namespace {

void requireOwn(uint64_t kernel, const Ref& ref, uint64_t refKernel) {
  if (refKernel == kernel) return;
  throw ValueError("a reference to " + (ref.tag().empty() ? "an object" : ref.tag()) +
                   " of another kernel cannot be passed to this one");
}

// [0, method, [args…]] (protocol/delivery.h), as far as to the arguments.
std::string messageHead(std::string_view method, size_t argCount) {
  std::string out;
  appendByte(out, kTagArray);
  appendVarint(out, 3);
  appendByte(out, kTagSmallInt);
  appendBodyString(out, method);
  appendByte(out, kTagArray);
  appendVarint(out, argCount);
  return out;
}

}  // namespace

Value Wire::value(std::string body, std::vector<Ref> refs) {
  Value value;
  value.body_ = std::move(body);
  value.refs_ = std::move(refs);
  return value;
}

kernel::Kref Wire::kref(const Ref& ref) {
  return {ref.isPromise_ ? kernel::KrefKind::promise : kernel::KrefKind::object, ref.number_};
}

Value Wire::fromKernel(uint64_t kernel, std::string body, const std::vector<kernel::Kref>& slots,
                       const std::vector<std::string>& tags, const Hold& hold) {
  std::vector<Ref> refs;
  for (size_t i = 0; i < slots.size(); ++i) {
    refs.push_back(ref(kernel, slots[i], i < tags.size() ? tags[i] : "", hold));
  }
  return value(std::move(body), std::move(refs));
}

kernel::KernelCapData Wire::toKernel(uint64_t kernel, const Value& value) {
  kernel::KernelCapData data{value.body_, {}};
  for (const Ref& ref : value.refs_) {
    requireOwn(kernel, ref, ref.kernel_);
    data.slots.push_back(kref(ref));
  }
  return data;
}

kernel::KernelCapData Wire::message(uint64_t kernel, std::string_view method,
                                    const std::vector<Value>& args) {
  Joiner joiner;
  kernel::KernelCapData data{messageHead(method, args.size()), {}};
  for (const Value& arg : args) joiner.add(data.body, arg);
  for (const Ref& ref : joiner.takeRefs()) {
    requireOwn(kernel, ref, ref.kernel_);
    if (ref.isPromise()) throw ValueError("a promise cannot be passed from outside of the kernel");
    data.slots.push_back(kref(ref));
  }
  return data;
}

void Joiner::add(std::string& body, const Value& value) {
  const std::vector<Ref>& refs = Wire::refs(value);
  if (refs.empty()) {
    body += Wire::body(value);
  } else {
    body += rewriteSlots(Wire::body(value), refs.size(),
                         [&](uint64_t slot) { return slotOf(refs[slot]); });
  }
}

uint64_t Joiner::slotOf(const Ref& ref) {
  const auto [place, isNew] = slots_.emplace(ref, refs_.size());
  if (isNew) refs_.push_back(ref);
  return place->second;
}

}  // namespace keeve::host
