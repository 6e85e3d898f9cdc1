// Stands in for the threads that run cranks (kernel/crank_pool.h): many cranks are open at once, and at each step one of
// them is begun, delivered or finished. These three are the only places where cranks meet (kernel/crank.h), so a
// schedule of steps is a schedule of threads; and one that comes out of a seed can be had again.
#pragma once

#include <list>
#include <memory_resource>
#include <optional>

#include "base/random.h"
#include "kernel/crank.h"
#include "kernel/kernel.h"
#include "store/crank_buffer.h"

namespace keeve::kernel {

class KernelStepper {
 public:
  // Up to `cranksMax` cranks are open at a time. Both must outlive it.
  KernelStepper(Kernel& kernel, Random& random, size_t cranksMax)
      : kernel_(kernel), random_(random), cranksMax_(cranksMax) {}

  // Has every vat that does not run start in its turn.
  void startAll();

  // One step; false where nothing is left to do. Throws what a crank throws: then neither it nor the kernel is of any
  // more use.
  bool step();

  // Lets down what was gathered, as a thread that found it full would.
  void flush() { kernel_.store_.flush(); }

 private:
  struct OpenCrank {
    OpenCrank(KernelState& state, Vat& itsVat, QueueItem item)
        : vat(itsVat),
          buffer(state.store),
          crank(state, buffer, *std::pmr::get_default_resource(), vat, std::move(item)) {}
    Vat& vat;
    store::CrankBuffer buffer;
    Crank crank;
    bool isDelivered = false;
  };

  bool begin();
  bool goOn(std::list<OpenCrank>::iterator open);
  void finish(std::list<OpenCrank>::iterator open);

  Kernel& kernel_;
  Random& random_;
  const size_t cranksMax_;
  std::list<OpenCrank> open_;
};

}  // namespace keeve::kernel
