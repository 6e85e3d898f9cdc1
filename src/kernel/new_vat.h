// Lays out a new vat in the store, and finds the code that vats are made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernel/tables/records.h"
#include "kernel/vat_table.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

// Writes the vat `id` under the name in its settings, which is free; its root is a new object.
void layOutVat(store::CrankBuffer& buffer, VatId id, const VatRecord& record);

// The source of that name: one that the app names, or else the code of a vat of the app.
std::optional<SourceRecord> findSource(store::CrankBuffer& buffer, Vats& vats,
                                       std::string_view name);
// `"bank","main"`: what sources there are.
std::string listOfSources(store::CrankBuffer& buffer, Vats& vats);

// Gives `to`, which has none, the modules that are stored under `from`.
void copyModules(store::CrankBuffer& buffer, VatId from, VatId to);

}  // namespace keeve::kernel
