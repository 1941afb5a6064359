// Device and pinned memory: where it is, how much there is, and who may touch it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "abi.h"

namespace sim {

enum class Kind { DEVICE, PINNED, REGISTERED };

// A stream-ordered pool. It holds on to freed bytes, up to its threshold beyond the next
// synchronisation.
struct Pool {
  const CUdevice device;
  const Context *const creator;  // it ends with this context; null for the device's own pool
  size_t used = 0, used_high = 0;
  size_t reserved = 0, reserved_high = 0;  // at least what is used
  size_t threshold = 0;
};

struct Allocation {
  uintptr_t begin;
  size_t bytes;
  Kind kind;
  Context *context;
  Pool *pool;         // null outside pools
  bool pending;       // its stream has not come to it yet, and nobody may touch it
  bool freeing;       // some stream will free it
  uintptr_t mapping;  // of the host, guards included
  size_t mapped;

  bool contains(uintptr_t address, size_t length) const {
    return address >= begin && length <= bytes && address - begin <= bytes - length;
  }
};

// Around every allocation lie red zones and then addresses that may not be touched. New memory holds
// junk; freed addresses are not used again for long.
class Memory {
 public:
  // Throws CUDA_ERROR_OUT_OF_MEMORY.
  uintptr_t allocate(Context &context, Kind kind, size_t bytes);
  // The pool counts the bytes. The memory may be touched after commit().
  uintptr_t allocate_pending(Context &context, size_t bytes, Pool &pool);
  CUresult commit(uintptr_t begin);
  void register_host(Context &context, uintptr_t begin, size_t bytes);

  // Throws CUDA_ERROR_INVALID_VALUE if no such allocation starts there.
  void release(uintptr_t begin, Kind kind);
  // Nobody may free it again; release follows. Throws CUDA_ERROR_INVALID_VALUE.
  void mark_freeing(uintptr_t begin);
  bool has_freeing(const Context &context);
  void release_all(Context &context);

  // The allocation that holds all those bytes.
  std::optional<Allocation> find(uintptr_t address, size_t bytes);

  // Which red zone has been written to, in words; they are restored.
  std::optional<std::string> damage();

  size_t free_bytes(CUdevice device);
  void trim_pools(CUdevice device);

  // Pools are used under this lock.
  std::mutex &lock() { return mutex_; }
  Pool &default_pool(CUdevice device);
  Pool &add_pool(Context &creator);
  Pool &pool(CUmemoryPool handle);  // throws CUDA_ERROR_INVALID_VALUE
  void trim(Pool &pool, size_t keep);

 private:
  using Live = std::map<uintptr_t, Allocation>;

  uintptr_t add(Allocation allocation);
  void reserve(CUdevice device, size_t bytes, Pool *pool);
  void unreserve(const Allocation &allocation);
  void forget(Live::iterator allocation);

  std::mutex mutex_;
  Live live_;
  std::vector<std::unique_ptr<Pool>> pools_;
  std::map<CUdevice, size_t> reserved_;
  std::deque<std::pair<uintptr_t, size_t>> quarantine_;
};

Memory &memory();

}  // namespace sim
