// What the kernel releases, on its way to who asked for it.
#pragma once

#include <cstdint>

#include "host/call_table.h"
#include "host/host_dispatch.h"
#include "keeve/kernel.h"
#include "kernel/output.h"

namespace keeve::host {

class Outlet final : public kernel::Output {
 public:
  // `kernel`: its number (wire.h). All must outlive it.
  Outlet(uint64_t kernel, const keeve::KernelOptions& options, CallTable& calls,
         HostDispatch& dispatch);

  void line(const kernel::PrintedLine& line) override;
  void result(const kernel::CallResult& result) override;
  void hostCall(const kernel::HostCall& call) override { dispatch_.take(call); }
  void flush() override;

 private:
  const uint64_t kernel_;
  const std::function<void(Console, std::string_view)> onLine_;
  const std::function<void()> onQuiet_;
  CallTable& calls_;
  HostDispatch& dispatch_;
};

}  // namespace keeve::host
