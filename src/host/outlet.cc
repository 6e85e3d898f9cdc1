#include "host/outlet.h"

#include <cstdio>
#include <stdexcept>
#include <utility>

#include "host/told_hold.h"
#include "host/wire.h"

namespace keeve::host {

namespace {

void writeLine(Console console, std::string_view line) {
  std::FILE* file = console == Console::out ? stdout : stderr;
  const bool wrote = std::fwrite(line.data(), 1, line.size(), file) == line.size() &&
                     std::fputc('\n', file) != EOF;
  if (!wrote) throw std::runtime_error("cannot write a line to the console");
}

void flushOut() {
  if (std::fflush(stdout) != 0) throw std::runtime_error("cannot write to standard output");
}

}  // namespace

Outlet::Outlet(std::shared_ptr<HostLink> link, const keeve::KernelOptions& options,
               CallTable& calls, HostDispatch& dispatch, OnFailure onFailure)
    : link_(std::move(link)),
      onLine_(options.onLine ? options.onLine : writeLine),
      onQuiet_(options.onLine || options.onQuiet ? options.onQuiet : flushOut),
      calls_(calls),
      dispatch_(dispatch),
      onFailure_(std::move(onFailure)) {}

void Outlet::line(const kernel::PrintedLine& line) {
  tell([&] { onLine_(line.stream == Stream::out ? Console::out : Console::err, line.text); });
}

void Outlet::result(const kernel::CallResult& result) {
  const Wire::Hold hold = holdTold(link_, result.slots);
  const auto state = calls_.take(result.call);
  if (!state) return;
  tell([&] {
    Value value =
        Wire::fromKernel(link_->kernel(), result.body, result.slots, result.slotTags, hold);
    if (result.rejected) {
      state->settle(Rejected{std::move(value)});
    } else {
      state->settle(Fulfilled{std::move(value)});
    }
  });
}

void Outlet::flush() {
  if (onQuiet_) tell(onQuiet_);
}

void Outlet::tell(const std::function<void()>& callback) {
  const TellingThread telling;
  try {
    callback();
  } catch (const std::exception& error) {
    onFailure_(error);
    throw;
  } catch (...) {
    const std::runtime_error error("a callback threw what is no std::exception");
    onFailure_(error);
    throw error;
  }
}

}  // namespace keeve::host
