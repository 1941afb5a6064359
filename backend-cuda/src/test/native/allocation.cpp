// The driver's functions that give and take memory.
#include "context.h"
#include "machine.h"
#include "memory.h"
#include "settings.h"
#include "stream.h"

using namespace sim;

namespace {

// Bytes that streams have yet to free are waited for before there are said to be too few.
template <class Allocate>
CUdeviceptr with_patience(Context &context, Allocate allocate) {
  try {
    return allocate();
  } catch (CUresult result) {
    if (result != CUDA_ERROR_OUT_OF_MEMORY || !memory().has_freeing(context)) throw;
  }
  context.synchronize();
  return allocate();
}

// A pool, found under the lock of pools.
template <class Find>
Pool &in_pools(Find find) {
  std::lock_guard lock(memory().lock());
  return *find();
}

// The address is known at once; only after the stream has come here may anybody touch it.
CUdeviceptr allocate_in_order(Context &context, size_t bytes, Pool &pool, CUstream stream) {
  auto order = context.stream(stream);
  CUdeviceptr memory = with_patience(context, [&] { return sim::memory().allocate_pending(context, bytes, pool); });
  order->enqueue([memory] { return sim::memory().commit(memory); });
  return memory;
}

// The frame of a function about a pool, which needs no context.
template <class Body>
CUresult with_pool(CUmemoryPool handle, Body body) {
  return checked([&] {
    require_initialized();
    std::lock_guard lock(memory().lock());
    body(memory().pool(handle));
  });
}

// Pool attributes by CUmemPool_attribute.
constexpr int RELEASE_THRESHOLD = 4, RESERVED = 5, RESERVED_HIGH = 6, USED = 7, USED_HIGH = 8;

}  // namespace

DRIVER cuMemAlloc_v2(CUdeviceptr *result, size_t bytes) {
  return in_context([&](Context &context) { 
    *result = with_patience(context, [&] { return memory().allocate(context, Kind::DEVICE, bytes); });
  });
}

// Work that is under way ends first.
DRIVER cuMemFree_v2(CUdeviceptr pointer) {
  return in_context([&](Context &context) {
    if (pointer == 0) return;
    memory().mark_freeing(pointer);
    context.synchronize();
    require(context.fault() == CUDA_SUCCESS, context.fault());
    memory().release(pointer, Kind::DEVICE);
  });
}

DRIVER cuMemAllocAsync(CUdeviceptr *result, size_t bytes, CUstream stream) {
  return in_context([&](Context &context) {
    Pool &pool = in_pools([&] { return &memory().default_pool(context.device); });
    *result = allocate_in_order(context, bytes, pool, stream);
  });
}

DRIVER cuMemAllocFromPoolAsync(CUdeviceptr *result, size_t bytes, CUmemoryPool pool, CUstream stream) {
  return in_context([&](Context &context) {
    Pool &from = in_pools([&] { return &memory().pool(pool); });
    *result = allocate_in_order(context, bytes, from, stream);
  });
}

DRIVER cuMemFreeAsync(CUdeviceptr pointer, CUstream stream) {
  return in_context([&](Context &context) {
    auto order = context.stream(stream);
    memory().mark_freeing(pointer);
    order->enqueue([pointer] {
      return checked([&] { memory().release(pointer, Kind::DEVICE); });
    });
  });
}

DRIVER cuMemGetInfo_v2(size_t *free, size_t *total) {
  return in_context([&](Context &context) {
    *free = memory().free_bytes(context.device);
    *total = static_cast<size_t>(settings().memory.load());
  });
}

DRIVER cuMemGetAddressRange_v2(CUdeviceptr *base, size_t *bytes, CUdeviceptr pointer) {
  return in_context([&](Context &) {
    auto allocation = memory().find(pointer, 1);
    require(allocation && allocation->kind == Kind::DEVICE, CUDA_ERROR_NOT_FOUND);
    if (base != nullptr) *base = allocation->begin;
    if (bytes != nullptr) *bytes = allocation->bytes;
  });
}

DRIVER cuMemHostAlloc(void **result, size_t bytes, unsigned) {
  return in_context([&](Context &context) {
    *result = reinterpret_cast<void *>(memory().allocate(context, Kind::PINNED, bytes));
  });
}

DRIVER cuMemAllocHost_v2(void **result, size_t bytes) { return cuMemHostAlloc(result, bytes, 0); }

DRIVER cuMemFreeHost(void *pointer) {
  return in_context([&](Context &context) {
    context.synchronize();
    memory().release(reinterpret_cast<uintptr_t>(pointer), Kind::PINNED);
  });
}

DRIVER cuMemHostRegister_v2(void *pointer, size_t bytes, unsigned) {
  return in_context([&](Context &context) {
    memory().register_host(context, reinterpret_cast<uintptr_t>(pointer), bytes);
  });
}

DRIVER cuMemHostUnregister(void *pointer) {
  return in_context([&](Context &context) {
    context.synchronize();
    auto found = memory().find(reinterpret_cast<uintptr_t>(pointer), 1);
    require(found && found->kind == Kind::REGISTERED, CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED);
    memory().release(reinterpret_cast<uintptr_t>(pointer), Kind::REGISTERED);
  });
}

DRIVER cuMemHostGetDevicePointer_v2(CUdeviceptr *result, void *pointer, unsigned) {
  return in_context([&](Context &) {
    auto address = reinterpret_cast<uintptr_t>(pointer);
    require(memory().find(address, 1).has_value(), CUDA_ERROR_INVALID_VALUE);
    *result = address;
  });
}

// JCuda's native imports none of the next three; hosts look them up by name.
DRIVER cuDeviceGetDefaultMemPool(CUmemoryPool *pool, CUdevice device) {
  return checked([&] {
    require_device(device);
    *pool = &in_pools([&] { return &memory().default_pool(device); });
  });
}

DRIVER cuMemPoolSetAttribute(CUmemoryPool handle, int attribute, const void *value) {
  return with_pool(handle, [&](Pool &pool) {
    auto number = *static_cast<const uint64_t *>(value);
    if (attribute == RELEASE_THRESHOLD) {
      pool.threshold = number;
    } else {
      require(number == 0, CUDA_ERROR_INVALID_VALUE);
      if (attribute == RESERVED_HIGH) pool.reserved_high = pool.reserved;
      if (attribute == USED_HIGH) pool.used_high = pool.used;
    }
  });
}

DRIVER cuMemPoolGetAttribute(CUmemoryPool handle, int attribute, void *value) {
  return with_pool(handle, [&](const Pool &pool) {
    auto &number = *static_cast<uint64_t *>(value);
    switch (attribute) {
      case RELEASE_THRESHOLD: number = pool.threshold; break;
      case RESERVED: number = pool.reserved; break;
      case RESERVED_HIGH: number = pool.reserved_high; break;
      case USED: number = pool.used; break;
      case USED_HIGH: number = pool.used_high; break;
      default: throw CUDA_ERROR_NOT_SUPPORTED;
    }
  });
}

DRIVER cuMemPoolCreate(CUmemoryPool *pool, const void *) {
  return in_context([&](Context &context) {
    *pool = &in_pools([&] { return &memory().add_pool(context); });
  });
}

// What is allocated from it stays.
DRIVER cuMemPoolDestroy(CUmemoryPool handle) {
  return with_pool(handle, [&](Pool &pool) {
    require(pool.creator != nullptr, CUDA_ERROR_INVALID_VALUE);
    pool.threshold = 0;
  });
}

DRIVER cuMemPoolTrimTo(CUmemoryPool handle, size_t keep) {
  return with_pool(handle, [&](Pool &pool) { memory().trim(pool, keep); });
}
