// A function of the driver that is not simulated says so and fails. The definitions are weak: defining
// the same name anywhere else replaces one.
#include <cstdio>

#include "abi.h"

static CUresult unsupported(const char *name) {
  fprintf(stderr, "driver simulator: %s is not simulated\n", name);
  return CUDA_ERROR_NOT_SUPPORTED;
}

#define SYMBOL(name) \
  extern "C" __attribute__((weak, visibility("default"))) CUresult name() { return unsupported(#name); }
#include "symbols.inc"
