// What stands in the store of the objects that the kernel itself answers for, and of the messages that
// went out to the program around it.
//
//   role         := 'a'                              makes vats: vatAdmin
//                 | 'v' vat:varint done:varint       a vat's admin, and the promise of its end
//                 | 'h' name:text                    a host object
//   openHostCall := name:text message                (records.h)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "kernel/tables/kref.h"

namespace keeve::kernel {

struct VatAdminRole {};
struct AdminRole {
  VatId vat;
  Kref done;
};
struct HostRole {
  std::string name;
};
using Role = std::variant<VatAdminRole, AdminRole, HostRole>;

struct OpenHostCall {
  std::string object;  // its name
  KernelMessage message;
};

std::string toBytes(const Role& role);
std::string toBytes(const OpenHostCall& call);

// Each is nullopt where the bytes are not such a record, to the last byte.
std::optional<Role> parseRole(std::string_view bytes);
std::optional<OpenHostCall> parseOpenHostCall(std::string_view bytes);

}  // namespace keeve::kernel
