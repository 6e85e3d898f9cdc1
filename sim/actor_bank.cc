// Every vat is a bank. A transfer is two messages, the second pipelined to the result of the first: withdraw, whose result
// is the payment, and move, which has the bank send the money to the other as a credit. So money is in a purse, in an
// open withdrawal, or in a credit on its way. A new incarnation takes back what is open, since nobody can move it.
#include "kernel/tables/bodies.h"
#include "sim/actor.h"

namespace keeve::sim {

namespace {

constexpr uint64_t kPaymentsId = 1'000'000;
constexpr uint64_t kTransfersOfOne = 10'000;

}  // namespace

void Actor::transfer() {
  const size_t from = world_.random.below(kActors);
  if (from == self_) return;
  const Vref bank = roots_[world_.random.below(kActors)];
  const uint64_t number = self_ * kTransfersOfOne + notes().raise(kTransfersNote);
  const std::string name = std::to_string(number);
  const std::string amount = std::to_string(1 + world_.random.below(300));
  const Vref payment = sendForResult(roots_[from], "withdraw " + name + " " + amount, {});
  const size_t courier = world_.random.below(kActors);
  switch (world_.random.below(3)) {
    case 0:
      send(payment, "move " + name, {bank});
      return;
    case 1:
      if (courier != self_) send(roots_[courier], "carry " + name, {payment, bank});
      return;
    default:
      subscribe(payment);
      payments_[payment] = {number, bank};
  }
}

std::optional<Actor::Value> Actor::withdraw(uint64_t number, int64_t amount) {
  const auto balance = static_cast<int64_t>(notes().number(kPurseNote));
  if (balance < amount) return error("not enough money");
  notes().write(kPurseNote, static_cast<uint64_t>(balance - amount));
  record("out", number, amount);
  Amounts open = parseAmounts(notes().text(kOpenNote));
  open[number] = amount;
  notes().write(kOpenNote, toText(open));
  // Some banks are asked themselves to move a payment, so that they export no object that would keep them awake.
  return fulfilled(self_ % 2 == 0 ? root() : Vref{kHeapObjectClass, kPaymentsId + number});
}

void Actor::move(uint64_t number, const std::vector<Vref>& slots) {
  Amounts open = parseAmounts(notes().text(kOpenNote));
  const auto found = open.find(number);
  if (found == open.end() || slots.empty() || slots[0].isPromise()) return;
  const int64_t amount = found->second;
  open.erase(found);
  notes().write(kOpenNote, toText(open));
  if (!slots[0].isImport()) return credit(number, amount);
  const std::string text = "credit " + std::to_string(number) + " " + std::to_string(amount);
  port().send(slots[0], {kernel::methodBody(text, {}), {}}, std::nullopt);
}

void Actor::carry(uint64_t number, const std::vector<Vref>& slots) {
  if (slots.size() < 2 || slots[1].isPromise()) return;
  const bool isOthers = slots[0].isPromise() ? others_.contains(slots[0]) : slots[0].isImport();
  if (isOthers) send(slots[0], "move " + std::to_string(number), {slots[1]});
}

void Actor::credit(uint64_t number, int64_t amount) {
  notes().write(kPurseNote, notes().number(kPurseNote) + static_cast<uint64_t>(amount));
  record("in", number, amount);
}

void Actor::takeBackOpen() {
  const Amounts open = parseAmounts(notes().text(kOpenNote));
  if (open.empty()) return;
  for (const auto& [number, amount] : open) {
    notes().write(kPurseNote, notes().number(kPurseNote) + static_cast<uint64_t>(amount));
    record("back", number, amount);
  }
  notes().write(kOpenNote, "");
}

void Actor::record(const std::string& sort, uint64_t number, int64_t amount) {
  notes().write(kLedgerNote, notes().text(kLedgerNote) + sort + " " + std::to_string(number) + " " +
                                 std::to_string(amount) + ";");
}

}  // namespace keeve::sim
