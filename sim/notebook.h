// What a simulated vat keeps in the store: texts under numbers, in records that `keeve check` knows (kinds, whose tag is
// the text), and the references that outlive its heap.
//
// A bank's ledger is a text of entries "SORT NUMBER AMOUNT;": out (withdrawn), back (taken back by a new incarnation), in
// (credited). A withdrawal is open until its money is sent on or taken back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/tables/kref.h"
#include "protocol/syscall_port.h"
#include "store/store.h"

namespace keeve::sim {

enum NoteId : uint64_t {
  kRootsNote = 2,      // that the vat was told of the others
  kTransfersNote = 3,  // transfers that it began
  kChannelsNote = 4,   // channels that it opened
  kPurseNote = 5,      // its balance
  kLedgerNote = 6,
  kOpenNote = 7,        // open withdrawals: "NUMBER AMOUNT;"
  kSentNote = 20,       // + vat: messages sent to that vat's root
  kHeardNote = 40,      // + vat: messages heard from that vat at the root
  kChannelNote = 1000,  // + vat * 1000 + channel: messages heard through it
  kMarkNote = 100'000,  // + call: that it was carried out
};

using Amounts = std::map<uint64_t, int64_t>;  // by the number of the transfer
Amounts parseAmounts(std::string_view text);
std::string toText(const Amounts& amounts);

struct LedgerEntry {
  std::string sort;
  uint64_t number = 0;
  int64_t amount = 0;
};
std::vector<LedgerEntry> parseLedger(std::string_view text);

// A vat's notes during a delivery.
class Notebook {
 public:
  explicit Notebook(SyscallPort& port) : port_(port) {}

  void begin();  // of a vat's first incarnation, and harmless later
  std::string text(uint64_t id);
  void write(uint64_t id, const std::string& text);
  uint64_t number(uint64_t id);
  void write(uint64_t id, uint64_t number) { write(id, std::to_string(number)); }
  uint64_t raise(uint64_t id);  // by one; the new number

  std::vector<Vref> roots();
  void keepRoots(const std::vector<Vref>& roots);

 private:
  SyscallPort& port_;
};

// The same notes, as they stand in a store.
std::string noteText(const store::Store& store, kernel::VatId vat, uint64_t id);
uint64_t noteNumber(const store::Store& store, kernel::VatId vat, uint64_t id);

}  // namespace keeve::sim
