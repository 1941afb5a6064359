#include "module.h"

#include <dlfcn.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>

#include "context.h"
#include "faults.h"
#include "image.h"
#include "machine.h"
#include "settings.h"
#include "sha256.h"

extern char **environ;

namespace sim {
namespace {

// Where an image's kernels are: `base`.cu, and compiled for the host, `base`.so.
// CLOAKWORK_SIM_KERNELS names a folder; lines of "<SHA-256 of the image> <base>" are in its file `index`,
// which is read again for every image that is new, since tests may add to it.
std::string look_up(const std::string &hash) {
  const char *folder = getenv("CLOAKWORK_SIM_KERNELS");
  std::string prefix = std::string(folder == nullptr ? "." : folder) + "/";
  std::ifstream index(prefix + "index");
  for (std::string candidate, base; index >> candidate >> base;) {
    if (candidate == hash) return prefix + base;
  }
  fprintf(stderr, "driver simulator: no kernels are known for the image %s\n", hash.c_str());
  throw CUDA_ERROR_INVALID_IMAGE;
}

// Runs CLOAKWORK_SIM_COMPILER (compile-kernels.sh).
void compile(const std::string &source, const std::string &library) {
  const char *compiler = getenv("CLOAKWORK_SIM_COMPILER");
  require(compiler != nullptr, CUDA_ERROR_INVALID_IMAGE);
  const char *command[] = {compiler, source.c_str(), library.c_str(), nullptr};
  pid_t child;
  int status = -1;
  if (posix_spawn(&child, compiler, nullptr, nullptr, const_cast<char **>(command), environ) == 0) {
    waitpid(child, &status, 0);
  }
  if (status != 0) {
    fprintf(stderr, "driver simulator: %s does not compile\n", source.c_str());
    throw CUDA_ERROR_INVALID_PTX;
  }
}

// Libraries stay loaded. The caller holds the lock.
const KernelLibrary *load(const std::string &hash) {
  static auto &loaded = *new std::map<std::string, const KernelLibrary *>;
  if (const KernelLibrary *known = loaded[hash]) return known;
  std::string base = look_up(hash), file = base + ".so";
  if (access(file.c_str(), R_OK) != 0) compile(base + ".cu", file);
  void *handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  void *kernels = handle == nullptr ? nullptr : dlsym(handle, "cloakwork_kernels");
  if (kernels == nullptr) {
    fprintf(stderr, "driver simulator: %s\n", dlerror());
    throw CUDA_ERROR_INVALID_IMAGE;
  }
  return loaded[hash] = static_cast<const KernelLibrary *>(kernels);
}

std::shared_ptr<Module> load_image(const unsigned char *image) {
  static auto &lock = *new std::mutex;
  CUresult fault = faults().module_load.burn();
  require(fault == CUDA_SUCCESS, fault);
  require(image != nullptr, CUDA_ERROR_INVALID_VALUE);
  auto major = static_cast<unsigned>(settings().compute_major);
  auto minor = static_cast<unsigned>(settings().compute_minor);
  size_t bytes = image_bytes(image);
  require(runs_on(image, major, minor), CUDA_ERROR_NO_BINARY_FOR_GPU);
  std::lock_guard guard(lock);
  return std::make_shared<Module>(Module{load(sha256(image, bytes)), {}});
}

int function_attribute(const Function &function, int number) {
  const KernelLibrary &library = *function.library;
  unsigned bound = function.entry.max_threads;
  switch (number) {
    case 0: return static_cast<int>(bound == 0 ? MAX_THREADS_OF_BLOCK : bound);
    case 1: return static_cast<int>(library.shared_end - library.shared_begin);
    case 6: return static_cast<int>(10 * settings().compute_major + settings().compute_minor);
    case 8: return SHARED_BYTES_OF_BLOCK;
    default: return 0;  // registers, spills, constants: nothing is known of them here
  }
}

}  // namespace
}  // namespace sim

using namespace sim;

DRIVER cuModuleLoadData(CUmodule *module, const void *image) {
  return in_context([&](Context &context) {
    *module = context.modules.add(load_image(static_cast<const unsigned char *>(image)));
  });
}

DRIVER cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned, int *, void **) {
  return cuModuleLoadData(module, image);
}

DRIVER cuModuleLoadFatBinary(CUmodule *module, const void *image) { return cuModuleLoadData(module, image); }

DRIVER cuModuleUnload(CUmodule module) {
  return in_context([&](Context &context) {
    for (auto &function : context.modules.take(module)->functions) context.functions.take(function.get());
  });
}

DRIVER cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name) {
  return in_context([&](Context &context) {
    auto owner = context.modules.get(module);
    const KernelLibrary &library = *owner->library;
    for (size_t i = 0; i < library.count; i++) {
      if (strcmp(library.entries[i].name, name) == 0) {
        owner->functions.push_back(std::make_shared<Function>(Function{&library, library.entries[i]}));
        *function = context.functions.add(owner->functions.back());
        return;
      }
    }
    throw CUDA_ERROR_NOT_FOUND;
  });
}

DRIVER cuFuncGetAttribute(int *value, int number, CUfunction function) {
  return in_context(
      [&](Context &context) { *value = function_attribute(*context.functions.get(function), number); });
}

DRIVER cuFuncSetAttribute(CUfunction function, int, int) {
  return in_context([&](Context &context) { context.functions.get(function); });
}

DRIVER cuFuncSetCacheConfig(CUfunction function, int) {
  return in_context([&](Context &context) { context.functions.get(function); });
}

// As if nothing but threads were scarce.
DRIVER cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, CUfunction function, int threads, size_t) {
  constexpr int THREADS_OF_MULTIPROCESSOR = 2048;
  return in_context([&](Context &context) {
    context.functions.get(function);
    require(threads > 0, CUDA_ERROR_INVALID_VALUE);
    *blocks = THREADS_OF_MULTIPROCESSOR / threads;
  });
}
