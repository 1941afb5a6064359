// Failures on demand.
#pragma once

#include <mutex>

#include "abi.h"

namespace sim {

// Fires at some of the events that come after it was armed.
class Fuse {
 public:
  // At the nth, and at `times` in a row.
  void arm(long nth, long times, CUresult result);
  void disarm() { arm(0, 0, CUDA_SUCCESS); }
  // Counts an event; the result to fail with, or success.
  CUresult burn();

 private:
  std::mutex lock_;
  long first_ = 0, end_ = 0;  // it fires at these events
  long seen_ = 0;
  CUresult result_ = CUDA_SUCCESS;
};

struct Faults {
  Fuse allocation;
  Fuse launch_call;
  Fuse launch_run;
  Fuse module_load;
};

Faults &faults();

}  // namespace sim
