// The kernel's side of wall 2 for one crank: turns a vat's syscalls into changes of the crank's
// buffer and effects beyond the vat, and keeps the limits that are the kernel's to keep (SPEC §11:
// messages, valueMB, and how much a crank may have the kernel hold). Nothing of it reaches the store or the outside world before the crank
// commits.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kernel/clist.h"
#include "kernel/effects.h"
#include "kernel/output.h"
#include "kernel/sources/vat_sources.h"
#include "protocol/syscall_port.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class CrankPort final : public SyscallPort {
 public:
  // All must outlive it. `memory` is for its tables.
  CrankPort(VatId vat, const VatSettings& settings, ModuleFinder* files, store::CrankBuffer& buffer,
            KrefAllocator& allocator, const NamesAtHand& names, const KnownOfVat& known,
            std::pmr::memory_resource& memory);

  std::optional<std::string_view> read(const VatKey& key) override;
  void write(const VatKey& key, std::string_view value, const RefChanges& refs) override;
  void erase(const VatKey& key, const RefChanges& refs) override;
  std::vector<ScannedEntry> scan(const VatKey& after, size_t limit) override;
  void send(const Vref& target, const VatCapData& message,
            const std::optional<Vref>& result) override;
  void subscribe(const Vref& promise) override;
  void resolve(const std::vector<Resolution>& resolutions) override;
  void exit(bool failed, const VatCapData& value) override;
  void print(Stream stream, std::string_view line) override;
  ModuleAnswer loadModule(std::string_view referrer, std::string_view specifier) override;

  // The crank is of so many deliveries: each may send as many messages as one.
  void allowFor(size_t deliveries) { messagesMax_ = deliveries * settings_.limits.messagesMax; }

  Clist& clist() { return clist_; }
  VatSources& sources() { return sources_; }

  // A call from outside: makes the promise of its result, of which the tables know nothing unless
  // they must, since most calls are settled in the crank that they make.
  Vref expectResult();
  // After the delivery: how that promise was settled, or the promise itself where it was not, now
  // in the tables.
  std::variant<Settle, Kref> takeResult();

  // After the delivery: what the vat wrote is counted. Throws VatFault where it miscounted.
  void finishDelivery() { counts_.finish(); }

  RefCounts& counts() { return counts_; }
  Effects& effects() { return effects_; }
  std::vector<PrintedLine>& lines() { return lines_; }
  // Of what the crank has done so far.
  size_t heldBytes() const { return dataBytes_ + buffer_.changeBytes(); }

 private:
  void checkSize(size_t bytes) const;
  void checkHeld(size_t more) const;  // that the crank may hold so many bytes more
  void hold(const VatCapData& data);
  [[noreturn]] void faultResult(const Vref& result, std::string_view why) const;
  void countMessage();
  void enterResult();
  void beforeNaming(const Vref& ref);
  void beforeNaming(const VatCapData& data);

  const VatId vat_;
  const VatSettings& settings_;
  store::CrankBuffer& buffer_;
  Effects effects_;
  std::vector<PrintedLine> lines_;
  size_t linesBytes_ = 0;
  size_t messages_ = 0;
  size_t messagesMax_ = settings_.limits.messagesMax;
  size_t dataBytes_ = 0;  // of what effects_ hold
  KrefAllocator& allocator_;
  RefCounts counts_;
  Clist clist_;
  VatSources sources_;
  std::string key_;  // the key at hand; starts with the vat's prefix
  size_t keyPrefixBytes_;
  std::optional<Kref> expected_;   // while no table knows it
  std::optional<Kref> waitedFor_;  // what the caller waits for, expected or in the tables
  std::optional<Settle> settled_;
};

}  // namespace keeve::kernel
