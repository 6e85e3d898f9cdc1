#include "host/outlet.h"

#include <cstdio>
#include <stdexcept>

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

Outlet::Outlet(uint64_t kernel, const keeve::KernelOptions& options, CallTable& calls,
               HostDispatch& dispatch)
    : kernel_(kernel),
      onLine_(options.onLine ? options.onLine : writeLine),
      onQuiet_(options.onLine || options.onQuiet ? options.onQuiet : flushOut),
      calls_(calls),
      dispatch_(dispatch) {}

void Outlet::line(const kernel::PrintedLine& line) {
  const TellingThread telling;
  onLine_(line.stream == Stream::out ? Console::out : Console::err, line.text);
}

void Outlet::result(const kernel::CallResult& result) {
  const auto state = calls_.take(result.call);
  if (!state) return;
  const TellingThread telling;
  Value value = Wire::fromKernel(kernel_, result.body, result.slots, result.slotTags);
  if (result.rejected) {
    state->settle(Rejected{std::move(value)});
  } else {
    state->settle(Fulfilled{std::move(value)});
  }
}

void Outlet::flush() {
  const TellingThread telling;
  if (onQuiet_) onQuiet_();
}

}  // namespace keeve::host
