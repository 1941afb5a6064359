// Failures on demand.
#pragma once

#include <atomic>

#include "abi.h"

namespace sim {

// Fires once, at the nth event after it was armed.
class Fuse {
 public:
  void arm(long nth, CUresult result);
  void disarm() { left_ = 0; }
  // Counts an event; the result to fail with, or success.
  CUresult burn();

 private:
  std::atomic<long> left_{0};
  std::atomic<CUresult> result_{CUDA_SUCCESS};
};

struct Faults {
  Fuse allocation;
  Fuse launch_call;
  Fuse launch_run;
  Fuse module_load;
};

Faults &faults();

}  // namespace sim
