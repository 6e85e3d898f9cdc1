// How many bytes a vat keeps in the store (SPEC §11, storeMB): keys and values of its data, as they
// stand there before any compression.
#pragma once

#include <cstdint>

#include "kernel/tables/kref.h"
#include "store/store.h"

namespace keeve::kernel {

// Counts them all: a walk over everything that the vat keeps.
uint64_t storedBytes(const store::Store& store, VatId vat);

// By how much the batch, not applied yet, makes that more. Each key once, and ranges that do not overlap, as
// CrankBuffer::take() gives them; what a range erases is walked over.
int64_t storedBytesGrowth(const store::Store& store, VatId vat, const store::WriteBatch& batch);

}  // namespace keeve::kernel
