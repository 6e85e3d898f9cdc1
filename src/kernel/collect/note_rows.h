// Tells what is known of the vats' tables (known_rows.h) what a commit has changed there. With the kernel's lock held.
#pragma once

#include "kernel/vat_table.h"
#include "store/store.h"

namespace keeve::kernel {

void noteRows(Vats& vats, const store::WriteBatch& batch);

}  // namespace keeve::kernel
