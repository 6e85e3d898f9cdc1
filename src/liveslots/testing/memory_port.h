// A SyscallPort for tests of this room: a vat's part of the store in a map, committed or thrown away by the test, its
// modules in another, and what the vat printed, sent and resolved in lists. What the vat says of each change (RefChanges) is
// compared with the records themselves; a difference fails the test.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/syscall_port.h"

namespace keeve::liveslots::testing {

struct Sent {
  Vref target;
  VatCapData message;
  std::optional<Vref> result;
};

struct Exit {
  bool failed = false;
  VatCapData value;
};

// What a crank did; undone by clear().
struct Effects {
  std::map<std::string, std::optional<std::string>> writes;
  std::vector<std::string> printed;  // to either stream
  std::vector<Sent> sent;
  std::vector<Vref> subscribed;
  std::vector<Resolution> resolved;
  std::vector<Exit> exits;
  std::vector<size_t> sentBeforeResolve;  // how many sends came before each resolve()

  void clear() { *this = {}; }
};

class MemoryPort : public SyscallPort {
 public:
  using Records = std::map<std::string, std::string>;

  // `modules`: by name; "main.js" is the first.
  explicit MemoryPort(std::map<std::string, std::string> modules) : modules_(std::move(modules)) {}

  void commit();
  void undo() { effects.clear(); }
  void setModule(const std::string& name, std::string text) { modules_[name] = std::move(text); }
  const Records& records() const { return records_; }

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

  // Called with each printed line, within the vat's call: for tests that do something to V8 there.
  std::function<void(std::string_view)> onPrint = [](std::string_view) {};

  Effects effects;
  int reads = 0;  // of records, for tests of what is loaded when

 private:
  std::optional<std::string_view> find(const VatKey& key) const;
  void checkChanges(const VatKey& key, std::optional<std::string_view> after,
                    const RefChanges& refs);

  std::map<std::string, std::string> modules_;
  Records records_;
};

}  // namespace keeve::liveslots::testing
