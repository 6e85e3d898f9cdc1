// What the records that a vat keeps hold (SPEC §7): each reference in a record's value once, by RefKey. A
// record does not hold what it belongs to and is nothing without: a state its object, an entry its store, a
// weak entry its key too, a settled promise its promise. A binding holds its store.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "protocol/vat_key.h"
#include "protocol/vref.h"

namespace keeve::kernel {

// `rest` is what follows VatPart::data in a key; it must outlive the key. nullopt where it is damaged.
std::optional<VatKey> parseVatKey(std::string_view rest);

// The key of a weak entry; nullopt where it is damaged.
std::optional<RefKey> weakEntryKey(std::string_view tail);

// Makes `held` what the record holds, in the order of the RefKeys: nothing where it is damaged. Of one object
// there is one name, with the hint that comes first.
void listHeld(const VatKey& key, std::string_view value, std::vector<Vref>& held);

}  // namespace keeve::kernel
