// What the simulated machine is. A setting starts as the environment variable CLOAKWORK_SIM_<NAME>, or
// its default, and tests may change it while the library runs.
#pragma once

#include <atomic>

namespace sim {

struct Settings {
  std::atomic<long> driver_version{13000};
  std::atomic<long> devices{1};
  std::atomic<long> memory{1L << 30};  // bytes of each device
  std::atomic<long> compute_major{9};
  std::atomic<long> compute_minor{0};
  std::atomic<long> multiprocessors{132};
  std::atomic<long> lazy{0};          // 1: streams idle until somebody waits for them
  std::atomic<long> jitter{0};        // up to so many microseconds before everything a stream does
  std::atomic<long> kernel_delay{0};  // microseconds before each kernel

  // Null if there is no such setting.
  std::atomic<long> *named(const char *name);
};

Settings &settings();

}  // namespace sim
