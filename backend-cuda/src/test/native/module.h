// Modules: images, and the libraries of host-compiled kernels that stand for them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "abi.h"
#include "kernel_abi.h"

namespace sim {

struct Function {
  const KernelLibrary *library;
  const KernelEntry &entry;
};

struct Module {
  const KernelLibrary *library;
  std::vector<std::shared_ptr<Function>> functions;  // those that were asked for
};

}  // namespace sim
