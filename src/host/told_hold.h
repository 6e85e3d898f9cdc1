// What the kernel has told the host of in one value, a result or a host call: it lives until the last Ref that came out of that
// value is gone. Shared by those Refs.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "host/host_link.h"
#include "kernel/tables/kref.h"

namespace keeve::host {

class ToldHold {
 public:
  ToldHold(std::shared_ptr<HostLink> link, std::vector<kernel::Kref> told)
      : link_(std::move(link)), told_(std::move(told)) {}
  ~ToldHold() { link_->release(told_); }
  ToldHold(const ToldHold&) = delete;
  ToldHold& operator=(const ToldHold&) = delete;

 private:
  const std::shared_ptr<HostLink> link_;  // shared: a Ref may outlive the kernel
  const std::vector<kernel::Kref> told_;
};

// Null where nothing was told of that could be held.
inline std::shared_ptr<const ToldHold> holdTold(const std::shared_ptr<HostLink>& link,
                                                const std::vector<kernel::Kref>& told) {
  return told.empty() ? nullptr : std::make_shared<const ToldHold>(link, told);
}

}  // namespace keeve::host
