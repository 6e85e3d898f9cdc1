// How tools write what a store holds: an object as its REF (keeve/inspect.h), a store's key as JSON or a REF.
#pragma once

#include <string>
#include <vector>

#include "host/value_json.h"
#include "kernel/inspect/inspect.h"

namespace keeve::host {

struct FoundObject {
  kernel::VatInfo vat;
  kernel::ObjectInfo object;
};

// std::invalid_argument where `ref` is no REF; std::runtime_error where there is no such object.
FoundObject findObject(const kernel::Inspector& inspector, const std::string& ref);

// Of what the vat calls `ref`: "main:o17", and for what it imports the name at home, "bank:o3".
std::string refText(const kernel::Inspector& inspector, const kernel::VatInfo& vat,
                    const Vref& ref);
SlotTexts refTexts(const kernel::Inspector& inspector, const kernel::VatInfo& vat,
                   const std::vector<Vref>& refs);

std::string keyText(const kernel::Inspector& inspector, const kernel::VatInfo& vat,
                    Strength strength, const kernel::EntryInfo& entry);

bool isPlainName(const std::string& name);  // of a property: needs no quotes

}  // namespace keeve::host
