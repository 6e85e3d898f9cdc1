#include "host/why.h"

#include <unordered_map>

#include "host/ref_text.h"
#include "kernel/inspect/why.h"

namespace keeve::host {

namespace {

using Sort = kernel::WhyRoot::Sort;

class Teller {
 public:
  explicit Teller(const kernel::Inspector& inspector) : inspector_(inspector) {
    for (kernel::VatInfo& vat : inspector.vats()) vats_.emplace(vat.id, std::move(vat));
  }

  // `before` is the step that holds this one: of the first, itself.
  std::string line(const kernel::WhyStep& before, const kernel::WhyStep& step) const {
    return std::visit([&](const auto& held) { return text(held, before, step); }, step.held);
  }

 private:
  using Step = kernel::WhyStep;

  std::string text(const kernel::WhyRoot& root, const Step&, const Step& step) const {
    switch (root.sort) {
      case Sort::baggage:
        return refOf(step) + " baggage";
      case Sort::bound:
        return refOf(step) + " bound as " + jsonString(root.name);
      case Sort::rootObject:
        return refOf(step) + " root object";
      case Sort::queue:
        return "queue of " + vatText(root) + messageText(root) + " -> " + taggedRef(step);
      case Sort::deadLetter:
        return "dead letter of " + vatText(root) + messageText(root) + " -> " + taggedRef(step);
      case Sort::waiting:
        return "waiting at promise kp" + std::to_string(root.number) + messageText(root) + " -> " +
               taggedRef(step);
      case Sort::promise:
        return "settled promise kp" + std::to_string(root.number) + " -> " + taggedRef(step);
      case Sort::parameters:
        return "parameters of " + vatText(root) + " -> " + taggedRef(step);
      case Sort::hostCall:
        return "host call " + std::to_string(root.number) + " of " + jsonString(root.name) +
               " -> " + taggedRef(step);
      case Sort::candidate:
        return taggedRef(step) + ": only the heap of " + vatText(root) +
               ", or nothing: it is a candidate";
    }
    return "";
  }
  std::string text(const kernel::HeldByProperty& held, const Step&, const Step& step) const {
    const std::string name =
        isPlainName(held.name) ? "." + held.name : "[" + jsonString(held.name) + "]";
    return name + " -> " + taggedRef(step);
  }
  std::string text(const kernel::HeldByEntry& held, const Step& before, const Step& step) const {
    const std::string key =
        held.asKey ? " key" : "[" + keyOf(before, Strength::strong, held.entry) + "]";
    return refOf(before) + key + " -> " + taggedRef(step);
  }
  std::string text(const kernel::HeldByWeakEntry& held, const Step&, const Step& step) const {
    const Step store{step.vat, {kWeakStoreClass, held.store}, {}};
    return refOf(store) + "[" + keyOf(step, Strength::weak, held.entry) + "] -> " + taggedRef(step);
  }
  std::string text(const kernel::HeldByPromise&, const Step& before, const Step& step) const {
    return refOf(before) + " settled to -> " + taggedRef(step);
  }
  std::string text(const kernel::HeldByImport&, const Step& before, const Step& step) const {
    return vat(before.vat).record.settings.name + " imports " + refOf(step);
  }

  std::string keyOf(const Step& within, Strength strength, const kernel::EntryInfo& entry) const {
    return keyText(inspector_, vat(within.vat), strength, entry);
  }
  std::string refOf(const Step& step) const { return refText(inspector_, vat(step.vat), step.ref); }
  std::string taggedRef(const Step& step) const {
    const auto [home, name] = inspector_.home(vat(step.vat), step.ref);
    const std::string ref = home + ":" + toText(name);
    const auto owner = inspector_.vat(home);
    const auto object = owner && !name.isImport() ? inspector_.object(owner->id, name.id)
                                                  : std::optional<kernel::ObjectInfo>();
    return object ? ref + " " + object->tag : ref;
  }
  std::string vatText(const kernel::WhyRoot& root) const {
    return "vat " + (vats_.contains(root.vat) ? vat(root.vat).record.settings.name : "that ended");
  }
  static std::string messageText(const kernel::WhyRoot& root) {
    return root.name.empty() ? ", a message" : ", message " + root.name;
  }
  const kernel::VatInfo& vat(kernel::VatId id) const { return vats_.at(id); }

  const kernel::Inspector& inspector_;
  std::unordered_map<kernel::VatId, kernel::VatInfo> vats_;
};

}  // namespace

std::vector<std::string> whyLines(const store::Store& store, const std::string& ref) {
  const kernel::Inspector inspector(store);
  const FoundObject found = findObject(inspector, ref);
  const auto chain = kernel::whyKept(store, found.vat.id, found.object.ref.key());
  if (chain.empty()) return {"nothing that is stored keeps " + ref + ": `keeve gc` collects it"};
  const Teller teller(inspector);
  std::vector<std::string> lines;
  for (size_t i = 0; i < chain.size(); ++i)
    lines.push_back(teller.line(chain[i == 0 ? 0 : i - 1], chain[i]));
  return lines;
}

}  // namespace keeve::host
