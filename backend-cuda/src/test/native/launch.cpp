#include "launch.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <mutex>

#include "block.h"
#include "context.h"
#include "faults.h"
#include "machine.h"
#include "memory.h"
#include "module.h"
#include "settings.h"
#include "signals.h"
#include "stream.h"

namespace sim {
namespace {

// Kernels run one at a time.
std::mutex &engine() {
  static auto *instance = new std::mutex;
  return *instance;
}

size_t words(size_t bytes) { return (bytes + sizeof(uint64_t) - 1) / sizeof(uint64_t); }

// All blocks of a launch. Nothing here needs unwinding: a fault leaves it by a long jump.
class Grid final : public Threads {
 public:
  Grid(const KernelLibrary &library, const KernelEntry &entry, const Launch &launch, void *const *arguments)
      : library_(library), entry_(entry), grid_(launch.grid), block_(launch.block), arguments_(arguments) {
    for (unsigned i = 0; i < block_.x * block_.y * block_.z; i++) {
      threads_[i] = {i % block_.x, i / block_.x % block_.y, i / block_.x / block_.y};
    }
  }

  bool run_all() {
    *library_.block_size = block_;
    *library_.grid_size = grid_;
    *library_.barrier = [] { block_runner().barrier(); };
    bool descending = false;
    for (unsigned z = 0; z < grid_.z; z++) {
      for (unsigned y = 0; y < grid_.y; y++) {
        for (unsigned x = 0; x < grid_.x; x++, descending = !descending) {
          *library_.block_index = {x, y, z};
          if (!run_block(descending)) return false;
        }
      }
    }
    return true;
  }

  void select(unsigned thread) override { *library_.thread_index = threads_[thread]; }

  void run() override { entry_.thread(arguments_); }

 private:
  static constexpr int JUNK = 0xA5;

  bool run_block(bool descending) {
    memset(library_.shared_begin, JUNK, static_cast<size_t>(library_.shared_end - library_.shared_begin));
    return block_runner().run(block_.x * block_.y * block_.z, descending, *this);
  }

  const KernelLibrary &library_;
  const KernelEntry &entry_;
  Index grid_, block_;
  void *const *arguments_;
  std::array<Index, MAX_THREADS_OF_BLOCK> threads_;  // where they are, so that nobody divides in between
};

CUresult failed(const Launch &launch, CUresult result, const char *why) {
  fprintf(stderr, "driver simulator: kernel %s: %s\n", launch.function->entry.name, why);
  return result;
}

// The addresses that the kernel's own arguments name must be of memory that the device can reach.
bool reachable(const KernelEntry &entry, void *const *arguments) {
  for (size_t i = 0; i < entry.arguments; i++) {
    uintptr_t address = 0;
    if (entry.argument[i].pointer) memcpy(&address, arguments[i], sizeof address);
    if (address != 0 && !memory().find(address, 1)) return false;
  }
  return true;
}

struct Attempt {
  Grid grid;
  bool completed;
};

CUresult run_on_device(const Launch &launch, const KernelEntry &entry, void *const *arguments) {
  Attempt attempt{Grid(*launch.function->library, entry, launch, arguments), false};
  bool whole = guarded(
      [](void *data) {
        auto *it = static_cast<Attempt *>(data);
        it->completed = it->grid.run_all();
      },
      &attempt);
  if (!whole) {
    block_runner().forget_fibers();
    return failed(launch, CUDA_ERROR_ILLEGAL_ADDRESS, "touched memory that it may not");
  }
  if (!attempt.completed) return failed(launch, CUDA_ERROR_LAUNCH_FAILED, block_runner().failure().c_str());
  if (auto damage = memory().damage()) {
    return failed(launch, CUDA_ERROR_ILLEGAL_ADDRESS, ("wrote " + *damage).c_str());
  }
  return CUDA_SUCCESS;
}

}  // namespace

Launch Launch::of(
    Context &context, CUfunction handle, Index grid, Index block, unsigned shared, void **arguments) {
  auto function = context.functions.get(handle);
  const KernelEntry &entry = function->entry;
  require(grid.x > 0 && grid.y > 0 && grid.z > 0, CUDA_ERROR_INVALID_VALUE);
  require(grid.y <= MAX_GRID_YZ && grid.z <= MAX_GRID_YZ, CUDA_ERROR_INVALID_VALUE);
  unsigned long threads = static_cast<unsigned long>(block.x) * block.y * block.z;
  require(threads > 0 && threads <= MAX_THREADS_OF_BLOCK && block.z <= 64, CUDA_ERROR_INVALID_VALUE);
  require(entry.max_threads == 0 || threads <= entry.max_threads, CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
  require(shared <= SHARED_BYTES_OF_BLOCK, CUDA_ERROR_INVALID_VALUE);
  require(entry.arguments == 0 || arguments != nullptr, CUDA_ERROR_INVALID_VALUE);
  Launch launch{function, grid, block, {}};
  for (size_t i = 0; i < entry.arguments; i++) {
    size_t at = launch.arguments.size(), bytes = entry.argument[i].bytes;
    launch.arguments.resize(at + words(bytes));
    memcpy(&launch.arguments[at], arguments[i], bytes);
  }
  return launch;
}

CUresult Launch::run() const {
  CUresult fault = faults().launch_run.burn();
  if (fault != CUDA_SUCCESS) return fault;
  // Even a sleep of nothing would give the processor away.
  if (long delay = settings().kernel_delay; delay > 0) usleep(static_cast<useconds_t>(delay));
  const KernelEntry &entry = function->entry;
  std::vector<void *> pointers;
  size_t at = 0;
  for (size_t i = 0; i < entry.arguments; at += words(entry.argument[i++].bytes)) {
    pointers.push_back(const_cast<uint64_t *>(&arguments[at]));
  }
  if (!reachable(entry, pointers.data())) {
    return failed(*this, CUDA_ERROR_ILLEGAL_ADDRESS, "an argument is no address of the device's");
  }
  std::lock_guard lock(engine());
  counters().kernels++;
  return run_on_device(*this, entry, pointers.data());
}

}  // namespace sim

using namespace sim;

DRIVER cuLaunchKernel(
    CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
    unsigned block_y, unsigned block_z, unsigned shared, CUstream stream, void **arguments, void **extra) {
  return in_context([&](Context &context) {
    require(extra == nullptr, CUDA_ERROR_NOT_SUPPORTED);
    Launch launch = Launch::of(
        context, function, {grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared, arguments);
    CUresult fault = faults().launch_call.burn();
    require(fault == CUDA_SUCCESS, fault);
    counters().launches++;
    context.stream(stream)->enqueue([launch = std::move(launch)] { return launch.run(); });
  });
}
