#include "kernel/tables/kref.h"

namespace keeve::kernel {

std::string toText(const Kref& ref) {
  return (ref.isPromise() ? "kp" : "ko") + std::to_string(ref.id);
}

void appendKref(std::string& out, const Kref& ref) {
  appendByte(out, ref.isPromise() ? 'p' : 'o');
  appendVarint(out, ref.id);
}

std::optional<Kref> takeKref(ByteReader& bytes) {
  const auto kind = bytes.takeByte();
  if (kind != 'p' && kind != 'o') return std::nullopt;
  const auto id = bytes.takeVarint();
  if (!id) return std::nullopt;
  return Kref{kind == 'p' ? KrefKind::promise : KrefKind::object, *id};
}

void appendKernelCapData(std::string& out, const KernelCapData& data) {
  appendVarint(out, data.slots.size());
  for (const Kref& slot : data.slots) appendKref(out, slot);
  appendText(out, data.body);
}

std::optional<KernelCapData> takeKernelCapData(ByteReader& bytes) {
  const auto count = bytes.takeVarint();
  if (!count || *count > bytes.rest().size()) return std::nullopt;
  KernelCapData data;
  data.slots.reserve(*count);
  for (uint64_t i = 0; i < *count; ++i) {
    const auto slot = takeKref(bytes);
    if (!slot) return std::nullopt;
    data.slots.push_back(*slot);
  }
  const auto body = bytes.takeText();
  if (!body) return std::nullopt;
  data.body = *body;
  return data;
}

void appendMessage(std::string& out, const KernelMessage& message) {
  appendKref(out, message.target);
  appendByte(out, message.result ? 1 : 0);
  if (message.result) appendVarint(out, message.result->id);
  appendKernelCapData(out, message.data);
}

std::optional<KernelMessage> takeMessage(ByteReader& bytes) {
  const auto target = takeKref(bytes);
  if (!target) return std::nullopt;
  const auto hasResult = bytes.takeByte();
  if (!hasResult || *hasResult > 1) return std::nullopt;
  KernelMessage message{*target, std::nullopt, {}};
  if (*hasResult == 1) {
    const auto result = bytes.takeVarint();
    if (!result) return std::nullopt;
    message.result = Kref{KrefKind::promise, *result};
  }
  auto data = takeKernelCapData(bytes);
  if (!data) return std::nullopt;
  message.data = std::move(*data);
  return message;
}

}  // namespace keeve::kernel
