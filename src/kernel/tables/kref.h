// The kernel's names: vats, and what they hold in common. A kref names one object or promise for
// the whole kernel; each vat's c-list turns it into that vat's own name for it (a vref). Objects
// and promises take their numbers from one counter, so that a number alone names the thing, and no
// number is given twice in the life of a store.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/strong_id.h"

namespace keeve::kernel {

using VatId = StrongId<struct VatIdTag>;
inline constexpr VatId kNoVat{};  // vats count from 1
// Owner of the objects that the kernel itself answers for, and decider of what it promises: never the
// number of a vat.
inline constexpr VatId kKernelVat{kVarintEnd - 1};

enum class KrefKind : uint8_t { object, promise };

struct Kref {
  KrefKind kind = KrefKind::object;
  uint64_t id = 0;

  bool isPromise() const { return kind == KrefKind::promise; }
  auto operator<=>(const Kref&) const = default;
};

// "ko5", "kp6".
std::string toText(const Kref& ref);

// A serialized value whose slots are krefs: the form in which values lie in queues and settled
// promises.
struct KernelCapData {
  std::string body;
  std::vector<Kref> slots;

  bool operator==(const KernelCapData&) const = default;
};

// A message on its way (SPEC §10). `body` is as DeliverMessage describes it.
struct KernelMessage {
  Kref target;
  std::optional<Kref> result;  // a promise; nullopt for sendOnly
  KernelCapData data;

  bool operator==(const KernelMessage&) const = default;
};

// Calls `visit` with each object and promise that the message names, as often as it does.
template <class Visit>
void eachRef(const KernelMessage& message, const Visit& visit) {
  visit(message.target);
  if (message.result) visit(*message.result);
  for (const Kref& slot : message.data.slots) visit(slot);
}

// Stored forms, whose grammar stands in records.h.
void appendKref(std::string& out, const Kref& ref);
std::optional<Kref> takeKref(ByteReader& bytes);
void appendKernelCapData(std::string& out, const KernelCapData& data);
std::optional<KernelCapData> takeKernelCapData(ByteReader& bytes);
void appendMessage(std::string& out, const KernelMessage& message);
std::optional<KernelMessage> takeMessage(ByteReader& bytes);

}  // namespace keeve::kernel
