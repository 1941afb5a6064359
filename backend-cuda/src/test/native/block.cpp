#include "block.h"

#include <sys/mman.h>

namespace sim {
namespace {

constexpr size_t STACK_BYTES = 64 << 10;
constexpr size_t GUARD_BYTES = 64 << 10;

char *new_stack() {
  void *memory = mmap(nullptr, GUARD_BYTES + STACK_BYTES, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw CUDA_ERROR_OUT_OF_MEMORY;
  mprotect(memory, GUARD_BYTES, PROT_NONE);
  return static_cast<char *>(memory) + GUARD_BYTES;
}

}  // namespace

BlockRunner &block_runner() {
  static auto *instance = new BlockRunner;
  return *instance;
}

bool BlockRunner::run(unsigned threads, bool descending, Threads &body) {
  threads_ = threads;
  descending_ = descending;
  body_ = &body;
  run_as_calls(0, 1);
  if (waiting_ > 0) return run_in_turns();
  run_as_calls(1, threads);
  if (waiting_ == 0) return true;
  return fail("a thread waits at a barrier, and " + std::to_string(place_) + " have ended without it");
}

// Up to the first that meets a barrier.
void BlockRunner::run_as_calls(unsigned first, unsigned end) {
  in_turns_ = false;
  waiting_ = 0;
  place_ = first;
  end_ = end;
  enter(scheduler_, 0);
}

// The first thread is at its first barrier. From there on each fiber passes on to the next, and the
// last of a round comes back here.
bool BlockRunner::run_in_turns() {
  in_turns_ = true;
  if (threads_ > 1) enter(scheduler_, 1);
  while (waiting_ == threads_) {
    waiting_ = 0;
    enter(scheduler_, 0);
  }
  if (waiting_ == 0) return true;
  return fail(
      std::to_string(waiting_) + " of " + std::to_string(threads_) +
      " threads wait at a barrier, and the others have ended");
}

bool BlockRunner::fail(const std::string &why) {
  failure_ = why;
  forget_fibers();
  return false;
}

void BlockRunner::enter(Coroutine &from, unsigned index) {
  Fiber &fiber = fibers_[index];
  if (fiber.stack == nullptr) fiber.stack = new_stack();
  if (index >= started_) {
    fiber.coroutine.start(fiber.stack, STACK_BYTES, fiber_main);
    started_ = index + 1;
  }
  running_ = index;
  Coroutine::transfer(from, fiber.coroutine);
}

void BlockRunner::leave(unsigned index) {
  Coroutine &coroutine = fibers_[index].coroutine;
  if (in_turns_ && index + 1 < threads_) {
    enter(coroutine, index + 1);
  } else {
    Coroutine::transfer(coroutine, scheduler_);
  }
}

// A fiber is used again for the next block.
void BlockRunner::fiber_main() {
  BlockRunner &self = block_runner();
  const unsigned index = self.running_;
  for (;;) {
    if (self.in_turns_) {
      self.select(index);
      self.body_->run();
    } else {
      for (; self.place_ < self.end_; self.place_++) {
        self.select(self.place_);
        self.body_->run();
      }
    }
    self.leave(index);
  }
}

void BlockRunner::barrier() {
  const unsigned index = running_;
  waiting_++;
  leave(index);
  select(index);
}

}  // namespace sim
