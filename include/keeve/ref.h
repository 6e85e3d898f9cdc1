// A handle on an object or a promise of a kernel: what stands for it in C++. It comes out of a
// Value or from Kernel::addHostObject(), and goes back to vats in one. It names the same thing for
// as long as that Kernel is open, and is refused by any other. While one of its copies lives, so does
// what it names: it is not collected (SPEC §7).
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace keeve {

namespace host {
class Wire;
class ToldHold;
}  // namespace host

class Ref {
 public:
  bool isPromise() const { return isPromise_; }
  // What is known of its interface: the tag of its kind or of its Far ("purse"), else "".
  const std::string& tag() const { return tag_; }

  // Whether both are the same thing, whatever their tags say.
  bool operator==(const Ref& other) const { return (*this <=> other) == 0; }
  std::strong_ordering operator<=>(const Ref& other) const {
    if (const auto order = kernel_ <=> other.kernel_; order != 0) return order;
    if (const auto order = number_ <=> other.number_; order != 0) return order;
    return isPromise_ <=> other.isPromise_;
  }

 private:
  friend class host::Wire;
  Ref(uint64_t kernel, uint64_t number, bool isPromise, std::string tag,
      std::shared_ptr<const host::ToldHold> hold)
      : kernel_(kernel),
        number_(number),
        isPromise_(isPromise),
        tag_(std::move(tag)),
        hold_(std::move(hold)) {}

  uint64_t kernel_;  // one number a Kernel that this process opened
  uint64_t number_;
  bool isPromise_;
  std::string tag_;
  std::shared_ptr<const host::ToldHold> hold_;  // shared by all that came with it; null of some
};

}  // namespace keeve
