#include "kernel/inspect/check_objects.h"

#include <optional>

#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

std::optional<uint64_t> numberIn(std::string_view rest) {
  uint64_t number = 0;
  if (!takeOrderedVarint(rest, number) || !rest.empty()) return std::nullopt;
  return number;
}

}  // namespace

ObjectsChecker::ObjectsChecker(const store::Store& store, TablesChecker& tables,
                               CheckReport& report)
    : store_(store), tables_(tables), report_(report) {
  // Read ahead of the walk: it comes to the modules of some before it comes to their names.
  const std::string table = tableKey('S');
  const auto cursor = store.cursor();
  for (cursor->seek(table); cursor->valid() && cursor->key().starts_with(table); cursor->next()) {
    if (const auto source = parseSource(cursor->value())) sources_.insert(source->vat);
  }
}

bool ObjectsChecker::look(std::string_view key, std::string_view value) {
  const std::string_view rest = key.substr(key.empty() ? 0 : 1);
  if (key.starts_with('K')) {
    lookAtRole(rest, value);
  } else if (key.starts_with('U')) {
    lookAtHostName(rest, value);
  } else if (key.starts_with('X')) {
    lookAtCall(rest, value);
  } else if (key.starts_with('S')) {
    lookAtSource(rest, value);
  } else {
    return false;
  }
  return true;
}

void ObjectsChecker::lookAtRole(std::string_view rest, std::string_view value) {
  const auto object = numberIn(rest);
  if (!object) return report_.add("the key of a kernel object is damaged");
  const std::string what = "the kernel's " + toText(Kref{KrefKind::object, *object});
  const auto role = parseRole(value);
  if (!role) return report_.add(what + " is damaged");
  const auto bytes = store_.get(ownerKey(*object));
  const auto owner = bytes ? parseOwner(*bytes) : std::nullopt;
  if (!owner || owner->vat != kKernelVat) report_.add(what + " is owned by somebody else");
  if (const auto* admin = std::get_if<AdminRole>(&*role)) return lookAtAdmin(*object, *admin, what);
  if (const auto* host = std::get_if<HostRole>(&*role)) {
    std::string number;
    appendVarint(number, *object);
    if (store_.get(hostObjectKey(host->name)) != number)
      report_.add(what + ": its name \"" + host->name + "\" leads elsewhere");
    return;
  }
  const auto appBytes = store_.get(kAppKey);
  const auto app = appBytes ? parseApp(*appBytes) : std::nullopt;
  if (!app || app->vatAdmin != *object) report_.add(what + " makes vats, and the app has another");
}

void ObjectsChecker::lookAtAdmin(uint64_t object, const AdminRole& role, const std::string& what) {
  tables_.refer(role.done, what);
  const auto bytes = store_.get(vatPartKey(role.vat, VatPart::record));
  const auto vat = bytes ? parseVat(*bytes) : std::nullopt;
  if (!vat) return report_.add(what + " is the admin of a vat that does not exist");
  if (vat->state != VatState::gone && vat->admin != object)
    report_.add(what + " is the admin of a vat that has another");
}

void ObjectsChecker::lookAtHostName(std::string_view name, std::string_view value) {
  const std::string what = "the host object \"" + std::string(name) + "\"";
  ByteReader bytes(value);
  const auto object = bytes.takeVarint();
  if (!object || !bytes.atEnd()) return report_.add(what + " is damaged");
  const auto found = role(*object);
  const auto* host = found ? std::get_if<HostRole>(&*found) : nullptr;
  if (!host || host->name != name) report_.add(what + " is no host object of that name");
}

void ObjectsChecker::lookAtCall(std::string_view rest, std::string_view value) {
  const auto key = numberIn(rest);
  if (!key) return report_.add("the key of a host call is damaged");
  const std::string what = "host call " + std::to_string(*key);
  tables_.checkNumber(*key, what);
  const auto call = parseOpenHostCall(value);
  if (!call) return report_.add(what + " is damaged");
  tables_.referToMessage(call->message, what);
  const auto found = role(call->message.target.id);
  const auto* host = found ? std::get_if<HostRole>(&*found) : nullptr;
  if (!host || host->name != call->object)
    report_.add(what + " is for no host object of the name \"" + call->object + "\"");
  if (!call->message.result) return;
  const auto bytes = store_.get(promiseKey(call->message.result->id));
  const auto promise = bytes ? parseKernelPromise(*bytes) : std::nullopt;
  const auto* undecided = promise ? std::get_if<Undecided>(&promise->state) : nullptr;
  if (!undecided || undecided->decider != kKernelVat)
    report_.add(what + " is to settle what is not the kernel's to decide");
}

void ObjectsChecker::lookAtSource(std::string_view name, std::string_view value) {
  const std::string what = "the source \"" + std::string(name) + "\"";
  const auto source = parseSource(value);
  if (!source) return report_.add(what + " is damaged");
  tables_.checkVatNumber(source->vat, what);
  const bool isOfVat = tables_.vatExists(source->vat);
  if (source->ofVat != isOfVat) report_.add(what + " has modules in the wrong place");
}

std::optional<Role> ObjectsChecker::role(uint64_t object) const {
  const auto bytes = store_.get(roleKey(object));
  return bytes ? parseRole(*bytes) : std::nullopt;
}

}  // namespace keeve::kernel
