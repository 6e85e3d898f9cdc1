#include "host/wire.h"

#include <utility>

#include "base/bytes.h"
#include "host/slot_rewrite.h"
#include "kernel/bodies.h"

namespace keeve::host {

namespace {

void requireOwn(uint64_t kernel, const Ref& ref, uint64_t refKernel) {
  if (refKernel == kernel) return;
  throw ValueError("a reference to " + (ref.tag().empty() ? "an object" : ref.tag()) +
                   " of another kernel cannot be passed to this one");
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
                       const std::vector<std::string>& tags) {
  std::vector<Ref> refs;
  for (size_t i = 0; i < slots.size(); ++i) {
    refs.push_back(ref(kernel, slots[i], i < tags.size() ? tags[i] : ""));
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
  std::vector<std::string> bodies;
  bodies.reserve(args.size());
  for (const Value& arg : args) bodies.push_back(joiner.add(arg));
  kernel::KernelCapData data{kernel::methodBody(method, bodies), {}};
  for (const Ref& ref : joiner.takeRefs()) {
    requireOwn(kernel, ref, ref.kernel_);
    if (ref.isPromise()) throw ValueError("a promise cannot be passed from outside of the kernel");
    data.slots.push_back(kref(ref));
  }
  return data;
}

std::string Joiner::add(const Value& value) {
  const std::vector<Ref>& refs = Wire::refs(value);
  if (refs.empty()) return Wire::body(value);
  return rewriteSlots(Wire::body(value), refs.size(),
                      [&](uint64_t slot) { return slotOf(refs[slot]); });
}

uint64_t Joiner::slotOf(const Ref& ref) {
  const auto [place, isNew] = slots_.emplace(ref, refs_.size());
  if (isNew) refs_.push_back(ref);
  return place->second;
}

}  // namespace keeve::host
