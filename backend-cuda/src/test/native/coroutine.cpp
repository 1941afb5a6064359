#include "coroutine.h"

#if defined(__x86_64__)

// Saves the registers that a callee must keep on the old stack, and takes them from the new one.
extern "C" void cloakwork_transfer(void **from, void *to);
asm(R"(
.text
.hidden cloakwork_transfer
.globl cloakwork_transfer
.type cloakwork_transfer, @function
cloakwork_transfer:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size cloakwork_transfer, . - cloakwork_transfer
)");

namespace sim {

void Coroutine::start(void *stack, unsigned long bytes, void (*main)()) {
  constexpr int SAVED_REGISTERS = 6;
  auto **top = reinterpret_cast<void **>(static_cast<char *>(stack) + bytes);
  *--top = nullptr;  // main's own return address, which also aligns the stack as after a call
  *--top = reinterpret_cast<void *>(main);
  for (int i = 0; i < SAVED_REGISTERS; i++) *--top = nullptr;
  stack_pointer_ = top;
}

void Coroutine::transfer(Coroutine &from, Coroutine &to) {
  cloakwork_transfer(&from.stack_pointer_, to.stack_pointer_);
}

}  // namespace sim

#else

namespace sim {

void Coroutine::start(void *stack, unsigned long bytes, void (*main)()) {
  getcontext(&context_);
  context_.uc_stack.ss_sp = stack;
  context_.uc_stack.ss_size = bytes;
  context_.uc_link = nullptr;
  makecontext(&context_, main, 0);
}

void Coroutine::transfer(Coroutine &from, Coroutine &to) { swapcontext(&from.context_, &to.context_); }

}  // namespace sim

#endif
