#include "memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "context.h"
#include "faults.h"
#include "settings.h"

namespace sim {
namespace {

constexpr size_t ALIGNMENT = 256;  // of every allocation, and the bytes of the red zone before it
constexpr size_t GUARD = 16 << 20;  // bytes before and behind that may not be touched: addresses only
constexpr size_t QUARANTINED = 256;
constexpr unsigned char JUNK = 0xA5;  // as words: no residue of any prime
constexpr unsigned char RED = 0x5C;

size_t round_up(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }

size_t page() {
  static const auto size = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

unsigned char *at(uintptr_t address) { return reinterpret_cast<unsigned char *>(address); }

bool is_red(uintptr_t from, uintptr_t to) {
  return std::all_of(at(from), at(to), [](unsigned char byte) { return byte == RED; });
}

// Guard, red zone, the bytes up to the end of a page, guard: addresses only.
Allocation map(Context &context, Kind kind, size_t bytes, Pool *pool) {
  size_t usable = round_up(ALIGNMENT + round_up(bytes, ALIGNMENT), page());
  size_t mapped = usable + 2 * GUARD;
  void *mapping = mmap(nullptr, mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  require(mapping != MAP_FAILED, CUDA_ERROR_OUT_OF_MEMORY);
  auto start = reinterpret_cast<uintptr_t>(mapping);
  uintptr_t begin = start + GUARD + usable - round_up(bytes, ALIGNMENT);
  return {begin, bytes, kind, &context, pool, true, false, start, mapped};
}

// From here on it may be touched.
void open(Allocation &allocation) {
  uintptr_t begin = allocation.begin, end = begin + allocation.bytes;
  uintptr_t first = allocation.mapping + GUARD;
  bool opened = mprotect(at(first), allocation.mapped - 2 * GUARD, PROT_READ | PROT_WRITE) == 0;
  require(opened, CUDA_ERROR_OUT_OF_MEMORY);
  memset(at(begin - ALIGNMENT), RED, ALIGNMENT);
  memset(at(begin), JUNK, allocation.bytes);
  memset(at(end), RED, round_up(allocation.bytes, ALIGNMENT) - allocation.bytes);
  allocation.pending = false;
}

void count_and_fail() {
  counters().allocations++;
  CUresult fault = faults().allocation.burn();
  require(fault == CUDA_SUCCESS, fault);
}

}  // namespace

Memory &memory() {
  static Memory *instance = new Memory;
  return *instance;
}

uintptr_t Memory::allocate(Context &context, Kind kind, size_t bytes) {
  require(bytes > 0, CUDA_ERROR_INVALID_VALUE);
  count_and_fail();
  std::lock_guard lock(mutex_);
  if (kind == Kind::DEVICE) reserve(context.device, bytes, nullptr);
  Allocation allocation = map(context, kind, bytes, nullptr);
  open(allocation);
  return add(allocation);
}

uintptr_t Memory::allocate_pending(Context &context, size_t bytes, Pool &pool) {
  require(bytes > 0, CUDA_ERROR_INVALID_VALUE);
  count_and_fail();
  std::lock_guard lock(mutex_);
  reserve(context.device, bytes, &pool);
  return add(map(context, Kind::DEVICE, bytes, &pool));
}

uintptr_t Memory::add(Allocation allocation) {
  auto bytes = static_cast<long>(allocation.bytes);
  live_[allocation.begin] = allocation;
  if (allocation.kind == Kind::DEVICE) {
    counters().device_bytes += bytes;
    counters().device_allocations++;
  } else {
    counters().pinned_bytes += bytes;
  }
  return allocation.begin;
}

CUresult Memory::commit(uintptr_t begin) {
  std::lock_guard lock(mutex_);
  auto found = live_.find(begin);
  if (found == live_.end()) {
    fprintf(stderr, "driver simulator: memory was freed before the stream that allocates it came to it\n");
    return CUDA_ERROR_ILLEGAL_ADDRESS;
  }
  return checked([&] { open(found->second); });
}

void Memory::register_host(Context &context, uintptr_t begin, size_t bytes) {
  require(begin != 0 && bytes > 0, CUDA_ERROR_INVALID_VALUE);
  std::lock_guard lock(mutex_);
  auto next = live_.lower_bound(begin);
  bool overlaps = next != live_.end() && next->first < begin + bytes;
  if (next != live_.begin()) {
    const Allocation &before = std::prev(next)->second;
    overlaps |= before.begin + before.bytes > begin;
  }
  require(!overlaps, CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED);
  add({begin, bytes, Kind::REGISTERED, &context, nullptr, false, false, 0, 0});
}

// Takes the bytes from the device's memory, or from what the pool holds already.
void Memory::reserve(CUdevice device, size_t bytes, Pool *pool) {
  auto limit = static_cast<size_t>(settings().memory.load());
  size_t more = bytes;
  if (pool != nullptr) more -= std::min(bytes, pool->reserved - pool->used);
  if (reserved_[device] + more > limit) {
    for (auto &other : pools_) {
      if (other.get() != pool && other->device == device) trim(*other, 0);
    }
  }
  require(reserved_[device] + more <= limit, CUDA_ERROR_OUT_OF_MEMORY);
  reserved_[device] += more;
  if (pool != nullptr) {
    pool->used += bytes;
    pool->reserved += more;
    pool->used_high = std::max(pool->used_high, pool->used);
    pool->reserved_high = std::max(pool->reserved_high, pool->reserved);
  }
}

void Memory::unreserve(const Allocation &allocation) {
  if (allocation.pool != nullptr) {
    allocation.pool->used -= allocation.bytes;
  } else {
    reserved_[allocation.context->device] -= allocation.bytes;
  }
}

void Memory::release(uintptr_t begin, Kind kind) {
  std::lock_guard lock(mutex_);
  auto found = live_.find(begin);
  require(found != live_.end() && found->second.kind == kind, CUDA_ERROR_INVALID_VALUE);
  forget(found);
}

void Memory::mark_freeing(uintptr_t begin) {
  std::lock_guard lock(mutex_);
  auto found = live_.find(begin);
  require(
      found != live_.end() && found->second.kind == Kind::DEVICE && !found->second.freeing,
      CUDA_ERROR_INVALID_VALUE);
  found->second.freeing = true;
}

bool Memory::has_freeing(const Context &context) {
  std::lock_guard lock(mutex_);
  return std::any_of(live_.begin(), live_.end(), [&](auto &each) {
    return each.second.freeing && each.second.context == &context;
  });
}

void Memory::release_all(Context &context) {
  std::lock_guard lock(mutex_);
  for (auto next = live_.begin(); next != live_.end();) {
    auto each = next++;
    if (each->second.context == &context) forget(each);
  }
  for (auto &pool : pools_) {
    if (pool->device == context.device) trim(*pool, 0);
  }
  auto ends = [&](auto &pool) { return pool->creator == &context; };
  pools_.erase(std::remove_if(pools_.begin(), pools_.end(), ends), pools_.end());
}

void Memory::forget(Live::iterator each) {
  const Allocation &allocation = each->second;
  auto bytes = static_cast<long>(allocation.bytes);
  if (allocation.kind == Kind::DEVICE) {
    unreserve(allocation);
    counters().device_bytes -= bytes;
    counters().device_allocations--;
  } else {
    counters().pinned_bytes -= bytes;
  }
  if (allocation.mapped > 0) {
    // The addresses stay taken, so that a stale pointer meets nobody else's data.
    mmap(at(allocation.mapping), allocation.mapped, PROT_NONE,
         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    quarantine_.emplace_back(allocation.mapping, allocation.mapped);
    if (quarantine_.size() > QUARANTINED) {
      munmap(at(quarantine_.front().first), quarantine_.front().second);
      quarantine_.pop_front();
    }
  }
  live_.erase(each);
}

std::optional<Allocation> Memory::find(uintptr_t address, size_t bytes) {
  std::lock_guard lock(mutex_);
  auto next = live_.upper_bound(address);
  if (next == live_.begin()) return std::nullopt;
  const Allocation &allocation = std::prev(next)->second;
  return allocation.contains(address, bytes) ? std::optional(allocation) : std::nullopt;
}

std::optional<std::string> Memory::damage() {
  std::lock_guard lock(mutex_);
  for (auto &[begin, allocation] : live_) {
    if (allocation.mapped == 0 || allocation.pending) continue;
    uintptr_t end = begin + allocation.bytes;
    uintptr_t rounded = begin + round_up(allocation.bytes, ALIGNMENT);
    bool before = is_red(begin - ALIGNMENT, begin), behind = is_red(end, rounded);
    if (before && behind) continue;
    memset(at(begin - ALIGNMENT), RED, ALIGNMENT);
    memset(at(end), RED, rounded - end);
    return std::string(before ? "behind" : "before") + " an allocation of " +
           std::to_string(allocation.bytes) + " bytes";
  }
  return std::nullopt;
}

size_t Memory::free_bytes(CUdevice device) {
  std::lock_guard lock(mutex_);
  auto limit = static_cast<size_t>(settings().memory.load());
  return limit - std::min(limit, reserved_[device]);
}

void Memory::trim_pools(CUdevice device) {
  std::lock_guard lock(mutex_);
  for (auto &pool : pools_) {
    if (pool->device == device) trim(*pool, pool->threshold);
  }
}

void Memory::trim(Pool &pool, size_t keep) {
  size_t left = std::max(pool.used, std::min(pool.reserved, keep));
  reserved_[pool.device] -= pool.reserved - left;
  pool.reserved = left;
}

Pool &Memory::default_pool(CUdevice device) {
  for (auto &pool : pools_) {
    if (pool->device == device && pool->creator == nullptr) return *pool;
  }
  return *pools_.emplace_back(new Pool{device, nullptr});
}

Pool &Memory::add_pool(Context &creator) { return *pools_.emplace_back(new Pool{creator.device, &creator}); }

Pool &Memory::pool(CUmemoryPool handle) {
  auto found = std::find_if(pools_.begin(), pools_.end(), [&](auto &pool) { return pool.get() == handle; });
  require(found != pools_.end(), CUDA_ERROR_INVALID_VALUE);
  return **found;
}

}  // namespace sim
