// What lives and what has happened, for tests that look for leaks and for work that was not meant.
#pragma once

#include <atomic>

namespace sim {

struct Counters {
  std::atomic<long> device_bytes{0};        // live, as asked for
  std::atomic<long> device_allocations{0};  // live
  std::atomic<long> pinned_bytes{0};        // live
  std::atomic<long> contexts{0};            // live
  std::atomic<long> streams{0};             // live, and so on
  std::atomic<long> events{0};
  std::atomic<long> modules{0};
  std::atomic<long> functions{0};
  std::atomic<long> graphs{0};
  std::atomic<long> graph_execs{0};
  std::atomic<long> allocations{0};      // asked for since the start
  std::atomic<long> kernels{0};          // run since the start
  std::atomic<long> launches{0};         // calls of cuLaunchKernel
  std::atomic<long> graph_launches{0};   // calls of cuGraphLaunch
  std::atomic<long> pageable_copies{0};  // asynchronous copies from or to memory that is not pinned
};

Counters &counters();

}  // namespace sim
