// A launch of a kernel: what to run, and a copy of its arguments.
#pragma once

#include <memory>
#include <vector>

#include "abi.h"
#include "kernel_abi.h"

namespace sim {

struct Launch {
  std::shared_ptr<Function> function;
  Index grid;
  Index block;
  std::vector<uint64_t> arguments;  // each begins at a word

  // Copies the arguments. Throws what the driver returns at once for a bad configuration.
  static Launch of(Context &context, CUfunction function, Index grid, Index block, unsigned shared, void **arguments);

  // Does it, on the calling thread.
  CUresult run() const;
};

}  // namespace sim
