// One vat's c-list: which krefs it may name, and how. Names of what the vat exports are its own
// choice (and a first use makes a kref); names of what it imports are given by the kernel, with the
// kref's number. What the vat was not given it cannot name: toKref() throws VatFault.
//
// A c-list works on the buffer of one crank and changes nothing but its own vat's keys; what
// follows for promises is added to the crank's effects.
#pragma once

#include <memory_resource>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kernel/collect/ref_counts.h"
#include "kernel/effects.h"
#include "kernel/kref_allocator.h"
#include "kernel/names_at_hand.h"
#include "kernel/tables/schema.h"
#include "protocol/syscall_port.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class Clist {
 public:
  // All that is passed by reference must outlive it. `memory` is for its tables.
  Clist(VatId vat, const VatSettings& settings, store::CrankBuffer& buffer,
        KrefAllocator& allocator, Effects& effects, RefCounts& counts, const NamesAtHand& atHand,
        std::pmr::memory_resource& memory)
      : vat_(vat),
        settings_(settings),
        buffer_(buffer),
        allocator_(allocator),
        effects_(effects),
        counts_(counts),
        atHand_(atHand),
        changes_(&memory),
        names_(&memory),
        promiseExports_(&memory) {}

  // The vat's name for `ref`, made where it has none. A new promise name is an import.
  Vref toVref(const Kref& ref);
  VatCapData toVat(const KernelCapData& data);

  // The name that the vat has and can reach, or nullopt.
  std::optional<Vref> findVref(const Kref& ref);

  // What the vat names; a first export makes a kref. `decider` is that of a promise that is new
  // here.
  Kref toKref(const Vref& ref, VatId decider);
  KernelCapData toKernel(const VatCapData& data);

  // Whether the vat exports something under that name; requires an export's.
  bool isKnown(const Vref& ref) { return findExport(ref).has_value(); }

  // Ends a name (of either direction), if the vat has it.
  void retire(const Kref& ref);

  // Gives the vat `ref` under the name `vref`, which is free.
  void add(const Kref& ref, const Vref& vref);

  // After the crank committed: what it did to the names, into those at hand.
  void commitTo(NamesAtHand& atHand) const;

 private:
  struct Change {
    Kref ref;
    Vref name;
    bool isGone = false;
  };

  std::optional<Vref> findObject(const Kref& ref);
  void takeIn(const Kref& ref, const Vref& name);
  std::optional<Kref> findExport(const Vref& ref);
  [[noreturn]] void faultUnknown(const Vref& ref) const;

  const VatId vat_;
  const VatSettings& settings_;
  store::CrankBuffer& buffer_;
  KrefAllocator& allocator_;
  Effects& effects_;
  RefCounts& counts_;
  const NamesAtHand& atHand_;  // as they were committed

  // This crank's, and what it looked up: in their order, and the last word on each by its number.
  std::pmr::vector<Change> changes_;
  std::pmr::unordered_map<uint64_t, std::optional<Vref>> names_;
  std::pmr::unordered_map<uint64_t, std::optional<Kref>> promiseExports_;
  std::unordered_set<uint64_t> recognized_;  // imports that were found to have unreachable names
};

}  // namespace keeve::kernel
