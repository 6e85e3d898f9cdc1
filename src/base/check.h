// Assertions that stay on in release and print what they looked at:
//
//   KEEVE_CHECK(begin <= end, begin, end);
//
// throws CheckFailed: "src/store/x.cc:12: check failed: begin <= end; begin, end = 7, 3". A failed
// check is a bug of ours, never a user's mistake; the crank, the gateway and main catch it like a
// failed store.
#pragma once

#include <concepts>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace keeve {

class CheckFailed : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void checkFailed(std::string_view file, int line, std::string_view condition,
                              std::string_view operands);

namespace check_internal {

template <class T>
void printOperand(std::ostream& out, const T& operand) {
  if constexpr (std::is_enum_v<T>) {
    out << +static_cast<std::underlying_type_t<T>>(operand);
  } else if constexpr (std::integral<T> && sizeof(T) == 1) {
    out << +operand;
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    out << '"' << std::string_view(operand) << '"';
  } else if constexpr (requires { out << operand; }) {
    out << operand;
  } else {
    out << "(" << sizeof(T) << " bytes)";
  }
}

template <class... Operands>
std::string describeOperands(std::string_view names, const Operands&... operands) {
  std::ostringstream out;
  out << "; " << names << " = ";
  std::string_view separator;
  ((out << separator, separator = ", ", printOperand(out, operands)), ...);
  return out.str();
}

inline std::string describeOperands() { return {}; }

}  // namespace check_internal
}  // namespace keeve

#define KEEVE_CHECK(condition, ...)                                                          \
  do {                                                                                       \
    if (!(condition)) [[unlikely]] {                                                         \
      ::keeve::checkFailed(                                                                  \
          __FILE__, __LINE__, #condition,                                                    \
          ::keeve::check_internal::describeOperands(__VA_OPT__(#__VA_ARGS__, __VA_ARGS__))); \
    }                                                                                        \
  } while (false)
