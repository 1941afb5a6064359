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
  bool has_barriers = resume(0, 0, 1) == State::WAITING;
  return has_barriers ? run_in_turns() : run_as_calls(1);
}

bool BlockRunner::run_as_calls(unsigned first) {
  if (first == threads_ || resume(0, first, threads_) == State::DONE) return true;
  return fail("a thread waits at a barrier, and " + std::to_string(place_) + " have ended without it");
}

// The first thread is at its first barrier.
bool BlockRunner::run_in_turns() {
  for (unsigned first = 1;; first = 0) {
    unsigned waiting = first;
    for (unsigned place = first; place < threads_; place++) {
      waiting += resume(place, place, place + 1) == State::WAITING ? 1 : 0;
    }
    if (waiting == 0) return true;
    if (waiting < threads_) {
      return fail(
          std::to_string(waiting) + " of " + std::to_string(threads_) +
          " threads wait at a barrier, and the others have ended");
    }
  }
}

bool BlockRunner::fail(const std::string &why) {
  failure_ = why;
  forget_fibers();
  return false;
}

BlockRunner::State BlockRunner::resume(unsigned index, unsigned first, unsigned end) {
  Fiber &fiber = fibers_[index];
  if (fiber.stack == nullptr) fiber.stack = new_stack();
  if (index >= started_) {
    fiber.coroutine.start(fiber.stack, STACK_BYTES, fiber_main);
    started_ = index + 1;
  }
  running_ = index;
  place_ = first;
  end_ = end;
  Coroutine::transfer(scheduler_, fiber.coroutine);
  return fiber.state;
}

// A fiber runs the threads that it is given, and is used again for the next block.
void BlockRunner::fiber_main() {
  BlockRunner &self = block_runner();
  Fiber &fiber = self.fibers_[self.running_];
  for (;;) {
    for (; self.place_ < self.end_; self.place_++) {
      self.select(self.place_);
      self.body_->run();
    }
    fiber.state = State::DONE;
    Coroutine::transfer(fiber.coroutine, self.scheduler_);
  }
}

void BlockRunner::barrier() {
  Fiber &fiber = fibers_[running_];
  fiber.state = State::WAITING;
  Coroutine::transfer(fiber.coroutine, scheduler_);
  select(place_);
}

}  // namespace sim
