// What a library of host-compiled kernels and the simulator know of each other.
#pragma once

#include <cstddef>

namespace sim {

struct Index {
  unsigned x, y, z;
};

struct KernelArgument {
  size_t bytes;
  bool pointer;
};

struct KernelEntry {
  const char *name;
  // Runs one thread: reads each argument from where the array says.
  void (*thread)(void *const *arguments);
  size_t arguments;
  const KernelArgument *argument;
  unsigned max_threads;  // of a block; 0 where the source does not bound it
};

// The library exports one, named cloakwork_kernels. Its variables are those of the one thread that runs
// at a time.
struct KernelLibrary {
  Index *thread_index, *block_index, *block_size, *grid_size;
  void (**barrier)();
  char *shared_begin, *shared_end;  // the __shared__ memory of all kernels
  const KernelEntry *entries;
  size_t count;
};

}  // namespace sim
