#include "signals.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>

#include <mutex>

namespace sim {
namespace {

constexpr int FAULTS[] = {SIGSEGV, SIGBUS, SIGFPE};
constexpr size_t STACK_BYTES = 64 << 10;

struct sigaction previous[NSIG];
thread_local sigjmp_buf *landing = nullptr;

void handle(int signal, siginfo_t *info, void *context) {
  if (landing != nullptr) siglongjmp(*landing, 1);
  const struct sigaction &before = previous[signal];
  if ((before.sa_flags & SA_SIGINFO) != 0) {
    before.sa_sigaction(signal, info, context);
  } else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
    before.sa_handler(signal);
  } else {
    sigaction(signal, &before, nullptr);  // happens again, and ends the process as it would have
  }
}

}  // namespace

void catch_kernel_faults() {
  static std::once_flag once;
  std::call_once(once, [] {
    for (int signal : FAULTS) {
      struct sigaction action = {};
      sigaction(signal, nullptr, &previous[signal]);
      action.sa_sigaction = handle;
      action.sa_mask = previous[signal].sa_mask;
      action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
      sigaction(signal, &action, nullptr);
    }
  });
}

bool guarded(void (*body)(void *), void *data) {
  sigjmp_buf here;
  if (sigsetjmp(here, 1) != 0) {
    landing = nullptr;
    return false;
  }
  landing = &here;
  body(data);
  landing = nullptr;
  return true;
}

AlternateSignalStack::AlternateSignalStack() {
  memory_ = mmap(nullptr, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  stack_t stack = {};
  stack.ss_sp = memory_;
  stack.ss_size = STACK_BYTES;
  sigaltstack(&stack, nullptr);
}

AlternateSignalStack::~AlternateSignalStack() {
  stack_t stack = {};
  stack.ss_flags = SS_DISABLE;
  sigaltstack(&stack, nullptr);
  munmap(memory_, STACK_BYTES);
}

}  // namespace sim
