// The objects that the kernel itself answers for: vatAdmin, which makes vats, their admins, and host
// objects (host_calls.h). Messages to them lie in the queue of kKernelVat like those for vats; its
// turns run under the kernel's lock, in the finishing step of a crank, and commit like others.
//
//   E(vatAdmin).createVat(nameOfSource, { parameters, name })  -> { root, admin }, when the vat has
//                                                                 started
//   E(admin).done()                                            -> how the vat ended, when it has
//   E(admin).terminate(reason)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/kernel_state.h"
#include "kernel/tables/message_parts.h"
#include "kernel/tables/roles.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

// The host object of that name, made in `buffer` where there is none.
Kref hostObject(KernelState& state, store::CrankBuffer& buffer, std::string_view name);

// The call that an open host call goes out as.
HostCall toHostCall(store::CrankBuffer& buffer, uint64_t key, const OpenHostCall& open);

// One turn of the kernel's. What it does is in `buffer` and with `router`, and in force for the
// state with committed().
class KernelTurn {
 public:
  // All must outlive it.
  KernelTurn(KernelState& state, store::CrankBuffer& buffer, Router& router)
      : state_(state), buffer_(buffer), router_(router) {}

  void take(const KernelMessage& message);
  void settle(const HostAnswer& answer);

  std::optional<HostCall> takeOpened();
  void committed();

 private:
  struct NewVat {
    VatId id;
    VatRecord record;
  };

  void answer(const VatAdminRole& role, const KernelMessage& message);
  void answer(const AdminRole& role, const KernelMessage& message);
  void answer(const HostRole& role, const KernelMessage& message);

  // Why it cannot be done, or "".
  std::string createVat(const MessageParts& parts, const KernelMessage& message);
  std::string readOptions(const MessageParts& parts, const KernelMessage& message, NewVat& made);
  void layOut(NewVat made, VatId source, const std::optional<Kref>& result);

  void fulfil(const KernelMessage& message, KernelCapData value);
  void reject(const KernelMessage& message, std::string reasonBody);
  bool exist(const std::vector<Kref>& slots);

  KernelState& state_;
  store::CrankBuffer& buffer_;
  Router& router_;
  std::optional<NewVat> made_;
  std::optional<HostCall> opened_;
  std::optional<uint64_t> closed_;  // the key of the host call that was settled
};

}  // namespace keeve::kernel
