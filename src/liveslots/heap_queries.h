// What the kernel asks of a heap between deliveries (HeapQuery of protocol/worker.h): what it holds, and to let go of what
// it only kept for others. The common query is answered by the slot table alone; JavaScript (js/release.js) is entered for
// what it keeps itself.
#pragma once

#include <functional>
#include <variant>
#include <vector>

#include "liveslots/exports.h"
#include "liveslots/vat_heap.h"
#include "protocol/worker.h"

namespace keeve::liveslots {

class HeapQueries {
 public:
  // Both must outlive this.
  HeapQueries(VatHeap& heap, Exports& exports) : heap_(heap), exports_(exports) {}

  std::variant<HeapAnswer, Fault> answer(const HeapQuery& query);
  bool surelyHolds(const Vref& ref) const;

 private:
  bool isKeptByJavaScript(const Vref& ref) const;
  std::vector<Vref> releasedByJavaScript(const HeapQuery& query) const;
  void release(const std::vector<Vref>& refs);
  void collect();
  std::vector<HeapHold> holds(const std::vector<Vref>& refs);
  void run(const std::function<void()>& work);  // throws VatFault where a limit was passed
  void callWith(const char* name, const std::vector<Vref>& refs);

  VatHeap& heap_;
  Exports& exports_;
};

}  // namespace keeve::liveslots
