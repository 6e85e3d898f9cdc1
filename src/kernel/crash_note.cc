#include "kernel/crash_note.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string_view>
#include <system_error>
#include <variant>

namespace keeve::kernel {
namespace {

constexpr const char* kFileName = "keeve.crashed";
constexpr size_t kTextMax = 512;

// The first word of a note: what it is of, in the order of CrashNote::What.
constexpr std::array kWhat = {"delivery", "start", "change"};

uint64_t mix(uint64_t digest, uint64_t part) noexcept {
  constexpr uint64_t kPrime = 0x100000001b3;
  return (digest ^ part) * kPrime;
}

}  // namespace

uint64_t digestOf(const QueueEntry& entry) noexcept {
  uint64_t digest = entry.what.index();
  if (const auto* message = std::get_if<KernelMessage>(&entry.what)) {
    digest = mix(digest, message->target.id);
    digest = mix(digest, std::hash<std::string_view>{}(message->data.body));
  } else if (const auto* ticket = std::get_if<TicketEntry>(&entry.what)) {
    digest = mix(digest, ticket->n);
  }
  return digest;
}

CrashNotes::CrashNotes(const std::string& directory)
    : path_(directory.empty() ? std::string() : directory + "/" + kFileName) {}

std::optional<CrashNote> CrashNotes::read() const {
  if (path_.empty()) return std::nullopt;
  std::ifstream file(path_);
  std::string what;
  uint64_t vat = 0;
  CrashNote note;
  const bool isWhole =
      bool(file >> what >> vat >> note.n >> note.digest >> note.isAlone >> std::ws) &&
      std::getline(file, note.why);
  const auto known = std::find(kWhat.begin(), kWhat.end(), what);
  if (!isWhole || known == kWhat.end()) return std::nullopt;
  note.vat = VatId(vat);
  note.what = static_cast<CrashNote::What>(known - kWhat.begin());
  return note;
}

void CrashNotes::forget() const noexcept {
  std::error_code ignored;  // a note that stays says nothing of what is yet to come
  std::filesystem::remove(path_, ignored);
}

CrashNote::What CrashNotes::Watch::what() const noexcept {
  if (!sources_) return CrashNote::What::delivery;
  return hasNewSettings_ || sources_->haveChanged() ? CrashNote::What::change
                                                    : CrashNote::What::start;
}

void CrashNotes::Watch::speak(const char* why) noexcept {
  if (notes_.path_.empty()) return;
  char text[kTextMax];
  const int length = std::snprintf(
      text, sizeof text, "%s %llu %llu %llu %d %s\n", kWhat[static_cast<size_t>(what())],
      static_cast<unsigned long long>(vat_.number()), static_cast<unsigned long long>(n_),
      static_cast<unsigned long long>(entry_ ? digestOf(*entry_) : 0), isAlone_ ? 1 : 0, why);
  const int file = open(notes_.path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0 || length <= 0) return;
  [[maybe_unused]] const ssize_t written =
      write(file, text, std::min(static_cast<size_t>(length), sizeof text - 1));
  close(file);
}

}  // namespace keeve::kernel
