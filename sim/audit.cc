#include "sim/audit.h"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "kernel/inspect/check.h"
#include "kernel/tables/bodies.h"
#include "kernel/tables/damage.h"
#include "kernel/tables/records.h"
#include "kernel/tables/schema.h"
#include "sim/actor.h"
#include "sim/notebook.h"

namespace keeve::sim {

namespace {

using kernel::KernelMessage;
using kernel::VatId;

// Where the money of one transfer is.
struct Places {
  int out = 0;        // taken out of a purse
  int elsewhere = 0;  // open, taken back, on its way or credited: one of them
};

class Audit {
 public:
  Audit(const store::Store& store, World& world) : store_(store), world_(world) {}

  void run() {
    for (const std::string& fault : kernel::checkStore(store_).faults) world_.expect(false, fault);
    for (size_t i = 0; i < kActors; ++i) {
      const auto bytes = store_.get(kernel::vatNameKey(actorName(i)));
      if (!bytes) return;  // nothing was installed
      vats_.at(i) = kernel::orDamaged(kernel::parseVatId(*bytes), "vat name");
    }
    for (size_t i = 0; i < kActors; ++i) lookAtNotes(i);
    for (const char table : {'Q', 'L'}) lookAtQueues(table);
    world_.expect(money_ == static_cast<int64_t>(kActors) * kPurse,
                  "there is money of " + std::to_string(money_));
    for (const auto& [number, places] : transfers_) {
      world_.expect(places.out == 1 && places.elsewhere == 1,
                    "transfer " + std::to_string(number) + " was withdrawn " +
                        std::to_string(places.out) + " times and is in " +
                        std::to_string(places.elsewhere) + " places");
    }
    expectAllDirectQueued();
    lookAtMarks();
  }

 private:
  std::string text(size_t actor, uint64_t id) { return noteText(store_, vats_.at(actor), id); }
  uint64_t number(size_t actor, uint64_t id) { return noteNumber(store_, vats_.at(actor), id); }

  void lookAtNotes(size_t actor) {
    // A vat that never started has its purse all the same.
    int64_t balance = kPurse;
    if (!text(actor, kPurseNote).empty()) balance = static_cast<int64_t>(number(actor, kPurseNote));
    int64_t replayed = kPurse;
    for (const LedgerEntry& entry : parseLedger(text(actor, kLedgerNote))) {
      replayed += entry.sort == "out" ? -entry.amount : entry.amount;
      ++(entry.sort == "out" ? transfers_[entry.number].out : transfers_[entry.number].elsewhere);
    }
    world_.expect(balance == replayed, "the purse of vat " + actorName(actor) + " holds " +
                                           std::to_string(balance) + ", its ledger says " +
                                           std::to_string(replayed));
    money_ += balance;
    for (const auto& [transfer, amount] : parseAmounts(text(actor, kOpenNote))) {
      ++transfers_[transfer].elsewhere;
      money_ += amount;
    }
    for (size_t from = 0; from < kActors; ++from)
      heard_.at(actor).at(from) = number(actor, kHeardNote + from);
  }

  void lookAtQueues(char table) {
    const std::string start = kernel::tableKey(table);
    const auto cursor = store_.cursor();
    for (cursor->seek(start); cursor->valid() && cursor->key().starts_with(start); cursor->next()) {
      std::string_view rest = cursor->key().substr(start.size());
      uint64_t vat = 0;
      takeOrderedVarint(rest, vat);
      const auto entry = kernel::orDamaged(kernel::parseQueueEntry(cursor->value()), "queue entry");
      if (const auto* message = std::get_if<KernelMessage>(&entry.what))
        lookAtQueued(VatId(vat), kernel::methodName(message->data.body));
    }
  }

  void lookAtQueued(VatId to, const std::string& method) {
    std::istringstream words(method);
    std::string verb;
    uint64_t first = 0;
    uint64_t second = 0;
    words >> verb >> first >> second;
    if (verb == "credit") {
      ++transfers_[first].elsewhere;
      money_ += static_cast<int64_t>(second);
    }
    if (verb != "direct") return;
    for (size_t actor = 0; actor < kActors; ++actor) {
      if (vats_.at(actor) != to) continue;
      const uint64_t last = heard_.at(actor).at(first)++;
      world_.expect(second == last + 1, "message " + std::to_string(second) + " of vat " +
                                            actorName(first) + " to " + actorName(actor) +
                                            " is queued after " + std::to_string(last));
    }
  }

  // heard_ counts what is queued by now.
  void expectAllDirectQueued() {
    for (size_t from = 0; from < kActors; ++from) {
      for (size_t to = 0; to < kActors; ++to) {
        const uint64_t sent = number(from, kSentNote + to);
        world_.expect(heard_.at(to).at(from) == sent,
                      "vat " + actorName(from) + " sent " + std::to_string(sent) + " messages to " +
                          actorName(to) + ", which heard or will hear " +
                          std::to_string(heard_.at(to).at(from)));
      }
    }
  }

  void lookAtMarks() {
    const auto expectCount = [&](uint64_t call, uint64_t count) {
      const auto actor = static_cast<size_t>(call % kActors);
      const uint64_t found = number(actor, kMarkNote + call);
      world_.expect(found == count, "call " + std::to_string(call) + " was told to be " +
                                        (count > 0 ? "done" : "undone") + ", and was done " +
                                        std::to_string(found) + " times");
    };
    for (const uint64_t call : world_.marksTold) expectCount(call, 1);
    for (const uint64_t call : world_.marksRefused) expectCount(call, 0);
  }

  const store::Store& store_;
  World& world_;
  std::array<VatId, kActors> vats_;
  std::array<std::array<uint64_t, kActors>, kActors> heard_{};  // by receiver and sender
  std::map<uint64_t, Places> transfers_;
  int64_t money_ = 0;
};

// Calls `visit` with the numbers in each key of the table, and the value.
template <class Visit>
void eachRecord(const store::Store& store, const std::string& start, const Visit& visit) {
  const auto cursor = store.cursor();
  for (cursor->seek(start); cursor->valid() && cursor->key().starts_with(start); cursor->next()) {
    std::string_view rest = cursor->key().substr(start.size());
    uint64_t first = 0;
    takeOrderedVarint(rest, first);
    visit(first, cursor->value());
  }
}

class EndAudit {
 public:
  EndAudit(const store::Store& store, World& world) : store_(store), world_(world) {}

  void run() {
    eachRecord(store_, kernel::tableKey('Q'), [&](uint64_t, std::string_view) {
      world_.expect(false, "a delivery is left in a queue");
    });
    eachRecord(store_, kernel::tableKey('P'), [&](uint64_t promise, std::string_view bytes) {
      const auto record = kernel::orDamaged(kernel::parseKernelPromise(bytes), "promise");
      if (const auto* undecided = std::get_if<kernel::Undecided>(&record.state))
        undecided_[promise] = undecided->decider;
    });
    eachRecord(store_, kernel::tableKey('M'), [&](uint64_t, std::string_view bytes) {
      const auto message = kernel::orDamaged(kernel::parseMessage(bytes), "waiting message");
      if (message.result) results_.insert(message.result->id);
    });
    for (const Actor* heap : world_.heaps) lookAtHeap(*heap);
    for (const auto& [promise, decider] : undecided_) {
      world_.expect(
          stuck_.contains(promise) || (decider == kernel::kNoVat && results_.contains(promise)),
          "promise " + std::to_string(promise) + " is left undecided");
    }
  }

 private:
  void lookAtHeap(const Actor& heap) {
    const auto bytes = store_.get(kernel::vatNameKey(heap.name()));
    const VatId vat =
        kernel::orDamaged(bytes ? kernel::parseVatId(*bytes) : std::nullopt, "vat name");
    std::set<Vref> undecided;
    eachRecord(store_, kernel::vatPartKey(vat, kernel::VatPart::promiseNames),
               [&](uint64_t promise, std::string_view value) {
                 const Vref name = kernel::orDamaged(kernel::parseVref(value), "c-list");
                 if (!undecided_.contains(promise)) return;
                 undecided.insert(name);
                 if (undecided_.at(promise) == vat && heap.isStuckWith(name))
                   stuck_.insert(promise);
               });
    for (const Vref& awaited : heap.awaited()) {
      world_.expect(undecided.contains(awaited), "vat " + heap.name() + " still waits for " +
                                                     toText(awaited) + ", which is settled");
    }
  }

  const store::Store& store_;
  World& world_;
  std::map<uint64_t, VatId> undecided_;
  std::set<uint64_t> results_;  // of messages that wait
  std::set<uint64_t> stuck_;    // decided by a vat that waits itself
};

}  // namespace

void auditStore(const store::Store& store, World& world) { Audit(store, world).run(); }

void auditEnd(const store::Store& store, World& world) { EndAudit(store, world).run(); }

}  // namespace keeve::sim
