#include "liveslots/testing/memory_port.h"

#include <gtest/gtest.h>

#include "liveslots/testing/record_refs.h"

namespace keeve::liveslots::testing {
namespace {

std::string prefixOf(const VatKey& key) {
  std::string bytes(1, static_cast<char>(key.table));
  appendOrderedVarint(bytes, key.id);
  return bytes;
}

std::string bytesOf(const VatKey& key) { return prefixOf(key) + std::string(key.tail); }

}  // namespace

void MemoryPort::commit() {
  for (auto& [key, value] : effects.writes) {
    if (value) {
      records_[key] = *value;
    } else {
      records_.erase(key);
    }
  }
  effects.clear();
}

std::optional<std::string_view> MemoryPort::read(const VatKey& key) {
  ++reads;
  return find(key);
}

std::optional<std::string_view> MemoryPort::find(const VatKey& key) const {
  const std::string bytes = bytesOf(key);
  if (const auto written = effects.writes.find(bytes); written != effects.writes.end()) {
    if (!written->second) return std::nullopt;
    return *written->second;
  }
  const auto found = records_.find(bytes);
  if (found == records_.end()) return std::nullopt;
  return found->second;
}

void MemoryPort::write(const VatKey& key, std::string_view value, const RefChanges& refs) {
  checkChanges(key, value, refs);
  effects.writes[bytesOf(key)] = std::string(value);
}

void MemoryPort::erase(const VatKey& key, const RefChanges& refs) {
  checkChanges(key, std::nullopt, refs);
  effects.writes[bytesOf(key)] = std::nullopt;
}

void MemoryPort::checkChanges(const VatKey& key, std::optional<std::string_view> after,
                              const RefChanges& refs) {
  const std::string wrong = wrongInChanges(key, find(key), after, refs);
  if (!wrong.empty()) ADD_FAILURE() << wrong;
}

std::vector<ScannedEntry> MemoryPort::scan(const VatKey& after, size_t limit) {
  Records merged = records_;
  for (const auto& [key, value] : effects.writes) {
    if (value) {
      merged[key] = *value;
    } else {
      merged.erase(key);
    }
  }
  const std::string prefix = prefixOf(after);
  std::vector<ScannedEntry> entries;
  const auto begin =
      after.tail.empty() ? merged.lower_bound(prefix) : merged.upper_bound(bytesOf(after));
  for (auto at = begin;
       at != merged.end() && at->first.starts_with(prefix) && entries.size() < limit; ++at) {
    entries.push_back({at->first.substr(prefix.size()), at->second});
  }
  return entries;
}

void MemoryPort::send(const Vref& target, const VatCapData& message,
                      const std::optional<Vref>& result) {
  effects.sent.push_back({target, message, result});
}

void MemoryPort::subscribe(const Vref& promise) { effects.subscribed.push_back(promise); }

void MemoryPort::resolve(const std::vector<Resolution>& resolutions) {
  effects.sentBeforeResolve.push_back(effects.sent.size());
  effects.resolved.insert(effects.resolved.end(), resolutions.begin(), resolutions.end());
}

void MemoryPort::exit(bool failed, const VatCapData& value) {
  effects.exits.push_back({failed, value});
}

void MemoryPort::print(Stream, std::string_view line) {
  effects.printed.emplace_back(line);
  onPrint(line);
}

ModuleAnswer MemoryPort::loadModule(std::string_view referrer, std::string_view specifier) {
  std::string name(specifier);
  if (referrer.empty()) name = "main.js";
  if (name.starts_with("./")) name = name.substr(2);
  const auto found = modules_.find(name);
  if (found == modules_.end()) return ModuleMissing{"cannot find module '" + name + "'"};
  return ModuleSource{"keeve:///" + name, found->second};
}

}  // namespace keeve::liveslots::testing
