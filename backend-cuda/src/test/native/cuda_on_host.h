// CUDA C++ as g++ sees it: what the neutral kernels use of the language, for one thread at a time. The
// text between this header and KERNEL_LIBRARY is what nvcc compiles.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>

#include "kernel_abi.h"

static sim::Index threadIdx, blockIdx, blockDim, gridDim;
static void (*cloakwork_barrier)();

#define __global__
#define __device__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
// One block runs at a time, so its memory is a variable; the section lets the simulator spoil it.
#define __shared__ static __attribute__((section("cuda_shared")))

static inline void __syncthreads() { cloakwork_barrier(); }

static inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
  return static_cast<unsigned long long>((static_cast<unsigned __int128>(a) * b) >> 64);
}

// Each rounded once: compile with -ffp-contract=off.
static inline double __dadd_rn(double a, double b) { return a + b; }
static inline double __dsub_rn(double a, double b) { return a - b; }
static inline double __dmul_rn(double a, double b) { return a * b; }
static inline double __fma_rn(double a, double b, double c) { return std::fma(a, b, c); }

static inline double __longlong_as_double(long long bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static inline long long __double_as_longlong(double x) {
  long long bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

template <class T>
static inline T __ldg(const T *p) {
  return *p;
}

namespace sim {

template <auto kernel, class Type = decltype(kernel)>
struct Entry;

template <auto kernel, class... A>
struct Entry<kernel, void (*)(A...)> {
  static constexpr KernelArgument ARGUMENT[] = {{sizeof(A), std::is_pointer_v<A>}..., {0, false}};

  template <size_t... i>
  static void call(void *const *arguments, std::index_sequence<i...>) {
    kernel(*static_cast<A *>(arguments[i])...);
  }

  static void thread(void *const *arguments) { call(arguments, std::index_sequence_for<A...>{}); }

  static constexpr KernelEntry describe(const char *name, unsigned max_threads) {
    return {name, thread, sizeof...(A), ARGUMENT, max_threads};
  }
};

}  // namespace sim

// There is no such section where no kernel has shared memory.
extern "C" __attribute__((weak, visibility("hidden"))) char __start_cuda_shared[], __stop_cuda_shared[];

namespace sim {

// The first value of __launch_bounds__, or 0 without one.
constexpr unsigned threads_bound() { return 0; }
template <class... More>
constexpr unsigned threads_bound(unsigned threads, More...) {
  return threads;
}

}  // namespace sim

#define KERNEL_ENTRY(name, ...) sim::Entry<&name>::describe(#name, sim::threads_bound(__VA_ARGS__))
#define KERNEL_LIBRARY(...)                                                                      \
  static constexpr sim::KernelEntry cloakwork_entries[] = {__VA_ARGS__};                         \
  extern "C" __attribute__((visibility("default"))) const sim::KernelLibrary cloakwork_kernels = \
      {&threadIdx,                                                                               \
       &blockIdx,                                                                                \
       &blockDim,                                                                                \
       &gridDim,                                                                                 \
       &cloakwork_barrier,                                                                       \
       __start_cuda_shared,                                                                      \
       __stop_cuda_shared,                                                                       \
       cloakwork_entries,                                                                        \
       sizeof cloakwork_entries / sizeof cloakwork_entries[0]};
