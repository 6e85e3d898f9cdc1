// vatAdmin, and the admins of the vats that it made (kernel_objects.h).
#include <algorithm>
#include <utility>

#include "kernel/kernel_objects.h"
#include "kernel/new_vat.h"
#include "kernel/tables/bodies.h"
#include "kernel/tables/schema.h"

namespace keeve::kernel {

namespace {

constexpr size_t kNameBytesMax = 200;

// SPEC §10, with `methods` as a list in JSON.
std::string noMethodBody(const MessageParts& parts, std::string_view methods) {
  if (parts.op == MessageOp::callTarget) return errorBody("TypeError", "target is not a function");
  return errorBody("TypeError",
                   "target has no method \"" + parts.name + "\", has " + std::string(methods));
}

bool isName(std::string_view name) {
  const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  return !name.empty() && name.size() <= kNameBytesMax &&
         std::none_of(name.begin(), name.end(), isControl);
}

KernelCapData promiseValue(const Kref& promise) { return {bodyOfPromise(0), {promise}}; }

}  // namespace

void KernelTurn::answer(const VatAdminRole&, const KernelMessage& message) {
  const auto parts = partsOf(message.data);
  if (!parts) return reject(message, errorBody("TypeError", "this is no message"));
  if (parts->op != MessageOp::call || parts->name != "createVat")
    return reject(message, noMethodBody(*parts, "[\"createVat\"]"));
  const std::string refused = createVat(*parts, message);
  if (!refused.empty()) reject(message, errorBody("Error", "createVat: " + refused));
}

std::string KernelTurn::createVat(const MessageParts& parts, const KernelMessage& message) {
  const auto sourceName = parts.args.empty() ? std::nullopt : stringOf(parts.args[0]);
  if (!sourceName) return "the name of a source must come first, as a string";
  const auto source = findSource(buffer_, state_.vats, *sourceName);
  if (!source) {
    return "there is no source \"" + *sourceName + "\", there are [" +
           listOfSources(buffer_, state_.vats) + "]";
  }
  NewVat made{state_.allocator.newVat(), {}};
  made.record.source = *sourceName;
  made.record.settings = {*sourceName + "-" + std::to_string(made.id.number()), source->limits,
                          source->powers};
  made.record.parameters.body = recordOfSlotsBody({});
  std::string refused = readOptions(parts, message, made);
  if (!refused.empty()) return refused;
  const std::string& name = made.record.settings.name;
  if (!isName(name)) return "a name has 1 to 200 bytes and no control characters";
  if (state_.vats.find(name)) return "there is a vat \"" + name + "\" already";
  if (buffer_.get(sourceNameKey(name))) return "\"" + name + "\" is the name of a source";
  layOut(std::move(made), source->vat, message.result);
  return "";
}

std::string KernelTurn::readOptions(const MessageParts& parts, const KernelMessage& message,
                                    NewVat& made) {
  const auto isPromise = [](const Kref& slot) { return slot.isPromise(); };
  const auto& slots = message.data.slots;
  if (std::any_of(slots.begin(), slots.end(), isPromise))
    return "parameters cannot hold promises: wait for them first";
  if (parts.args.size() < 2 || parts.args[1] == undefinedBody()) return "";
  const auto options = propertiesOf(parts.args[1], slots.size());
  if (!options) return "options are a record { parameters, name }";
  for (const auto& [option, value] : *options) {
    if (option == "parameters") {
      // Slots are numbered as in the message, whose references are all in its options.
      made.record.parameters = {std::string(value), slots};
    } else if (option == "name") {
      const auto name = stringOf(value);
      if (!name) return "the name of a vat must be a string";
      made.record.settings.name = *name;
    } else {
      return "there is no option \"" + option + "\", there are [\"name\",\"parameters\"]";
    }
  }
  return "";
}

void KernelTurn::layOut(NewVat made, VatId source, const std::optional<Kref>& result) {
  VatRecord& record = made.record;
  const Kref admin = state_.allocator.newObject();
  const Kref done = state_.allocator.newPromise();
  record.root = state_.allocator.newObject().id;
  record.admin = admin.id;
  router_.act(NewPromise{done, kKernelVat});
  router_.act(HoldRef{done});
  const Kref creating = result ? *result : state_.allocator.newPromise();
  if (result) {
    router_.act(Decide{creating, kKernelVat});
  } else {
    router_.act(NewPromise{creating, kKernelVat});
  }
  router_.act(HoldRef{creating});
  record.creating = creating.id;
  buffer_.insert(ownerKey(admin.id), toBytes(OwnerRecord{kKernelVat, 0}));
  buffer_.insert(roleKey(admin.id), toBytes(Role(AdminRole{made.id, done})));
  for (const Kref& slot : record.parameters.slots) router_.act(HoldRef{slot});
  layOutVat(buffer_, made.id, record);
  copyModules(buffer_, source, made.id);
  made_ = std::move(made);
}

void KernelTurn::answer(const AdminRole& role, const KernelMessage& message) {
  const auto parts = partsOf(message.data);
  if (!parts) return reject(message, errorBody("TypeError", "this is no message"));
  if (parts->op == MessageOp::call && parts->name == "done")
    return fulfil(message, promiseValue(role.done));
  if (parts->op != MessageOp::call || parts->name != "terminate")
    return reject(message, noMethodBody(*parts, "[\"done\",\"terminate\"]"));
  const std::string reason = parts->args.empty() ? undefinedBody() : std::string(parts->args[0]);
  router_.act(EndVat{role.vat, true, {reason, message.data.slots}});
  fulfil(message, {undefinedBody(), {}});
}

}  // namespace keeve::kernel
