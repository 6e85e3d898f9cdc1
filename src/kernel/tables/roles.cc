#include "kernel/tables/roles.h"

#include "base/bytes.h"

namespace keeve::kernel {

std::string toBytes(const Role& role) {
  std::string out;
  if (const auto* admin = std::get_if<AdminRole>(&role)) {
    appendByte(out, 'v');
    appendVarint(out, admin->vat.number());
    appendVarint(out, admin->done.id);
  } else if (const auto* host = std::get_if<HostRole>(&role)) {
    appendByte(out, 'h');
    appendText(out, host->name);
  } else {
    appendByte(out, 'a');
  }
  return out;
}

std::optional<Role> parseRole(std::string_view from) {
  ByteReader bytes(from);
  std::optional<Role> role;
  const auto sort = bytes.takeByte();
  if (sort == 'a') {
    role = VatAdminRole{};
  } else if (sort == 'v') {
    const auto vat = bytes.takeVarint();
    const auto done = bytes.takeVarint();
    if (vat && done) role = AdminRole{VatId(*vat), {KrefKind::promise, *done}};
  } else if (sort == 'h') {
    if (const auto name = bytes.takeText()) role = HostRole{std::string(*name)};
  }
  return bytes.atEnd() ? role : std::nullopt;
}

std::string toBytes(const OpenHostCall& call) {
  std::string out;
  appendText(out, call.object);
  appendMessage(out, call.message);
  return out;
}

std::optional<OpenHostCall> parseOpenHostCall(std::string_view from) {
  ByteReader bytes(from);
  const auto name = bytes.takeText();
  auto message = takeMessage(bytes);
  if (!name || !message || !bytes.atEnd()) return std::nullopt;
  return OpenHostCall{std::string(*name), std::move(*message)};
}

}  // namespace keeve::kernel
