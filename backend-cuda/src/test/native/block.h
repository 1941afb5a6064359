// The threads of a block, one at a time on this thread, with barriers.
#pragma once

#include <array>
#include <string>

#include "coroutine.h"
#include "machine.h"

namespace sim {

// What the threads of a block do.
class Threads {
 public:
  virtual void select(unsigned thread) = 0;  // it runs next, from its start or from a barrier
  virtual void run() = 0;                    // the selected one, from start to end
 protected:
  ~Threads() = default;
};

// Runs blocks. While no thread meets a barrier, they are calls one after the other; where one does, each
// is a fiber, and all take turns from barrier to barrier.
class BlockRunner {
 public:
  // Threads run in ascending or descending order, which changes what a race does. False if some
  // waited at a barrier that others did not reach: failure() says how many.
  bool run(unsigned threads, bool descending, Threads &body);

  // What a thread calls at a barrier.
  void barrier();

  // The fibers were left in the midst of something.
  void forget_fibers() { started_ = 0; }

  const std::string &failure() const { return failure_; }

 private:
  struct Fiber {
    Coroutine coroutine;
    char *stack = nullptr;
  };

  static void fiber_main();
  void enter(Coroutine &from, unsigned fiber);
  void leave(unsigned fiber);
  void run_as_calls(unsigned first, unsigned end);
  bool run_in_turns();
  bool fail(const std::string &why);
  void select(unsigned place) { body_->select(descending_ ? threads_ - 1 - place : place); }

  Coroutine scheduler_;
  std::array<Fiber, MAX_THREADS_OF_BLOCK> fibers_;
  unsigned started_ = 0;  // fibers that exist
  unsigned threads_ = 0;
  bool descending_ = false;
  Threads *body_ = nullptr;
  bool in_turns_ = false;  // each thread has its fiber; else the first fiber runs place_ up to end_
  unsigned place_ = 0, end_ = 0;
  unsigned running_ = 0;  // the fiber that runs
  unsigned waiting_ = 0;  // threads at the barrier
  std::string failure_;
};

// There is one: kernels run one at a time.
BlockRunner &block_runner();

}  // namespace sim
