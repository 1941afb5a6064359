// A stack of its own for a function, entered and left at will.
#pragma once

#if !defined(__x86_64__)
#include <ucontext.h>
#endif

namespace sim {

// Where a flow of control stands while another runs.
class Coroutine {
 public:
  // Will run `main` from its start when first entered; `main` must not return.
  void start(void *stack, unsigned long bytes, void (*main)());

  // Leaves `from`, which is running, and goes on with `to`.
  static void transfer(Coroutine &from, Coroutine &to);

 private:
#if defined(__x86_64__)
  void *stack_pointer_ = nullptr;
#else
  ucontext_t context_;
#endif
};

}  // namespace sim
