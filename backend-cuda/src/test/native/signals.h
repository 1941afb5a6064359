// A kernel that touches memory it may not ends alone, without the process.
#pragma once

namespace sim {

// From now on, a fault inside guarded() ends it; every other goes to whoever handled it before.
void catch_kernel_faults();

// Runs the body on this thread; false if it faulted, and then nothing on its stack was unwound.
bool guarded(void (*body)(void *), void *data);

// The stack on which this thread handles faults: its own may be the one that overflowed.
class AlternateSignalStack {
 public:
  AlternateSignalStack();
  ~AlternateSignalStack();

 private:
  void *memory_;
};

}  // namespace sim
