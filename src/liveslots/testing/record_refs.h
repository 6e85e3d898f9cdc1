// What a record refers to (RefChanges), read from its bytes: what a vat's own word is compared with.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "protocol/syscall_port.h"
#include "protocol/vat_key.h"
#include "protocol/vref.h"

namespace keeve::liveslots::testing {

// The objects that the record holds; none of a record that is not there.
std::set<RefKey> refsOf(const VatKey& key, std::optional<std::string_view> record);

// What is wrong with `said` of a record that is rewritten (`after`: nullopt where it is erased); "" if nothing.
std::string wrongInChanges(const VatKey& key, std::optional<std::string_view> before,
                           std::optional<std::string_view> after, const RefChanges& said);

}  // namespace keeve::liveslots::testing
