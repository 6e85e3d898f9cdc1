#include "kernel/tables/bodies.h"

#include "protocol/body_grammar.h"
#include "protocol/body_string.h"

namespace keeve::kernel {

namespace {

void appendNumber(std::string& out, uint64_t number) {
  if (number < kSmallIntEnd) {
    appendByte(out, static_cast<uint8_t>(kTagSmallInt + number));
  } else if (number < (uint64_t{1} << 31)) {
    appendByte(out, kTagInt);
    appendVarint(out, number * 2);
  } else {
    const auto value = static_cast<double>(number);
    uint64_t bits = 0;
    static_assert(sizeof bits == sizeof value);
    __builtin_memcpy(&bits, &value, sizeof bits);
    appendByte(out, kTagFloat);
    appendFixed64(out, bits);
  }
}

std::string errorStart(uint8_t parts, std::string_view name, std::string_view message) {
  std::string out;
  appendByte(out, kTagError);
  appendByte(out, parts);
  appendBodyString(out, name);
  appendBodyString(out, message);
  return out;
}

std::optional<std::string> takeUtf8(ByteReader& bytes) {
  const auto string = takeBodyString(bytes);
  if (!string) return std::nullopt;
  return bodyStringToUtf8(*string);
}

}  // namespace

std::string methodBody(std::string_view method, const std::vector<std::string>& args) {
  std::string out;
  appendByte(out, kTagArray);
  appendVarint(out, 3);
  appendByte(out, kTagSmallInt);
  appendBodyString(out, method);
  appendByte(out, kTagArray);
  appendVarint(out, args.size());
  for (const std::string& arg : args) out += arg;
  return out;
}

std::string recordOfSlotsBody(const std::vector<std::string>& names, uint64_t firstSlot) {
  std::string out;
  appendByte(out, kTagRecord);
  appendVarint(out, names.size());
  for (const std::string& name : names) {
    appendBodyString(out, name);
    appendByte(out, kTagRemotable);
    appendVarint(out, firstSlot++);
    appendBodyString(out, "");
  }
  return out;
}

std::string undefinedBody() { return std::string(1, static_cast<char>(kTagUndefined)); }

std::string bodyOfPromise(uint64_t slot) {
  std::string out;
  appendByte(out, kTagPromise);
  appendVarint(out, slot);
  return out;
}

std::string errorBody(std::string_view name, std::string_view message) {
  return errorStart(0, name, message);
}

std::string vatRestartedBody(std::string_view vat, uint64_t incarnation) {
  std::string out =
      errorStart(kErrorIncarnation, "vatRestarted", "vat " + std::string(vat) + " restarted");
  appendNumber(out, incarnation);
  return out;
}

std::string vatTerminatedBody(std::string_view vat) {
  return errorBody("vatTerminated", "vat " + std::string(vat) + " terminated");
}

std::string methodName(std::string_view messageBody) {
  ByteReader bytes(messageBody);
  if (bytes.takeByte() != kTagArray || bytes.takeVarint() != 3 || !bytes.takeByte()) return "";
  return takeUtf8(bytes).value_or("");
}

std::optional<uint64_t> onlySlot(std::string_view body) {
  ByteReader bytes(body);
  const auto tag = bytes.takeByte();
  if (tag != kTagRemotable && tag != kTagPromise) return std::nullopt;
  return bytes.takeVarint();
}

std::string describeReason(std::string_view body) {
  ByteReader bytes(body);
  if (bytes.takeByte() != kTagError || !bytes.takeByte()) return "a value that is no error";
  const auto name = takeUtf8(bytes);
  const auto message = takeUtf8(bytes);
  if (!name || !message) return "an unreadable error";
  if (name->empty()) return *message;
  return message->empty() ? *name : *name + ": " + *message;
}

}  // namespace keeve::kernel
