// What the kernel releases, on its way to who asked for it.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string_view>

#include "host/call_table.h"
#include "host/host_dispatch.h"
#include "host/host_link.h"
#include "keeve/kernel.h"
#include "kernel/output.h"

namespace keeve::host {

class Outlet final : public kernel::Output {
 public:
  using OnFailure = std::function<void(const std::exception&)>;

  // `link` is shared with all that refers to what was told. `onFailure` is told what a callback threw. All must outlive it.
  Outlet(std::shared_ptr<HostLink> link, const keeve::KernelOptions& options, CallTable& calls,
         HostDispatch& dispatch, OnFailure onFailure);

  void line(const kernel::PrintedLine& line) override;
  void result(const kernel::CallResult& result) override;
  void hostCall(const kernel::HostCall& call) override { dispatch_.take(call); }
  void flush() override;

 private:
  void tell(const std::function<void()>& callback);

  const std::shared_ptr<HostLink> link_;
  const std::function<void(Console, std::string_view)> onLine_;
  const std::function<void()> onQuiet_;
  CallTable& calls_;
  HostDispatch& dispatch_;
  const OnFailure onFailure_;
};

}  // namespace keeve::host
