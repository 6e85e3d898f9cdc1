// The only door between what an embedder holds (keeve/value.h, keeve/ref.h) and what the kernel
// does: serialized bodies, and krefs in their slots. `kernel` is the number that this process has
// given to the Kernel at hand; a Ref of another is refused.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keeve/ref.h"
#include "keeve/value.h"
#include "kernel/tables/kref.h"

namespace keeve::host {

class ToldHold;

class Wire {
 public:
  static const std::string& body(const Value& value) { return value.body_; }
  static const std::vector<Ref>& refs(const Value& value) { return value.refs_; }
  // `body` is one value, whose slots are `refs`.
  static Value value(std::string body, std::vector<Ref> refs = {});

  using Hold = std::shared_ptr<const ToldHold>;
  static Ref ref(uint64_t kernel, const kernel::Kref& kref, std::string tag, Hold hold = nullptr) {
    return {kernel, kref.id, kref.isPromise(), std::move(tag), std::move(hold)};
  }
  static Ref withTag(const Ref& ref, std::string tag) {
    return {ref.kernel_, ref.number_, ref.isPromise_, std::move(tag), ref.hold_};
  }
  static kernel::Kref kref(const Ref& ref);

  // What the kernel has told. `tags`: one a slot. `hold` is that of the slots.
  static Value fromKernel(uint64_t kernel, std::string body, const std::vector<kernel::Kref>& slots,
                          const std::vector<std::string>& tags, const Hold& hold = nullptr);
  // ValueError where it holds a reference of another kernel.
  static kernel::KernelCapData toKernel(uint64_t kernel, const Value& value);
  // The message that calls `method` (protocol/delivery.h). As toKernel(), and ValueError where an
  // argument holds a promise, which only its own host call can be settled with.
  static kernel::KernelCapData message(uint64_t kernel, std::string_view method,
                                       const std::vector<Value>& args);
};

// Puts values side by side in one body, with one slot for each thing that they refer to.
class Joiner {
 public:
  // Appends the bytes of `value` in that body.
  void add(std::string& body, const Value& value);
  std::vector<Ref> takeRefs() { return std::move(refs_); }

 private:
  uint64_t slotOf(const Ref& ref);

  std::vector<Ref> refs_;
  std::map<Ref, uint64_t> slots_;
};

}  // namespace keeve::host
