// The driver's functions that give and take memory.
#include "context.h"
#include "memory.h"
#include "settings.h"
#include "stream.h"

using namespace sim;

namespace {

// Bytes that streams have yet to free are waited for before there are said to be too few.
CUdeviceptr allocate(Context &context, size_t bytes, Pool *pool) {
  try {
    return memory().allocate(context, Kind::DEVICE, bytes, pool);
  } catch (CUresult result) {
    if (result != CUDA_ERROR_OUT_OF_MEMORY || !memory().has_freeing(context)) throw;
  }
  context.synchronize();
  return memory().allocate(context, Kind::DEVICE, bytes, pool);
}

// Pool attributes by CUmemPool_attribute.
constexpr int RELEASE_THRESHOLD = 4, RESERVED = 5, RESERVED_HIGH = 6, USED = 7, USED_HIGH = 8;

}  // namespace

DRIVER cuMemAlloc_v2(CUdeviceptr *result, size_t bytes) {
  return in_context([&](Context &context) { *result = allocate(context, bytes, nullptr); });
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

// The memory is there at once; whether work may use it is up to the order of the stream.
DRIVER cuMemAllocAsync(CUdeviceptr *result, size_t bytes, CUstream stream) {
  return in_context([&](Context &context) {
    context.stream(stream);
    *result = allocate(context, bytes, context.default_pool.get());
  });
}

DRIVER cuMemAllocFromPoolAsync(CUdeviceptr *result, size_t bytes, CUmemoryPool pool, CUstream stream) {
  return in_context([&](Context &context) {
    context.stream(stream);
    *result = allocate(context, bytes, context.pools.get(pool).get());
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

// JCuda's native does not import the next two; hosts look them up by name.
DRIVER cuDeviceGetDefaultMemPool(CUmemoryPool *pool, CUdevice) {
  return in_context([&](Context &context) { *pool = context.default_pool.get(); });
}

DRIVER cuMemPoolSetAttribute(CUmemoryPool pool, int attribute, const void *value) {
  return in_context([&](Context &context) {
    std::lock_guard lock(memory().lock());
    auto number = *static_cast<const uint64_t *>(value);
    Pool &attributed = *context.pools.get(pool);
    if (attribute == RELEASE_THRESHOLD) {
      attributed.threshold = number;
    } else {
      require(number == 0, CUDA_ERROR_INVALID_VALUE);
      if (attribute == RESERVED_HIGH) attributed.reserved_high = attributed.reserved;
      if (attribute == USED_HIGH) attributed.used_high = attributed.used;
    }
  });
}

DRIVER cuMemPoolGetAttribute(CUmemoryPool pool, int attribute, void *value) {
  return in_context([&](Context &context) {
    std::lock_guard lock(memory().lock());
    const Pool &attributed = *context.pools.get(pool);
    auto &number = *static_cast<uint64_t *>(value);
    switch (attribute) {
      case RELEASE_THRESHOLD: number = attributed.threshold; break;
      case RESERVED: number = attributed.reserved; break;
      case RESERVED_HIGH: number = attributed.reserved_high; break;
      case USED: number = attributed.used; break;
      case USED_HIGH: number = attributed.used_high; break;
      default: throw CUDA_ERROR_NOT_SUPPORTED;
    }
  });
}

DRIVER cuMemPoolCreate(CUmemoryPool *pool, const void *) {
  return in_context([&](Context &context) {
    auto created = std::make_shared<Pool>(context.device);
    memory().add_pool(created);
    *pool = context.pools.add(created);
  });
}

DRIVER cuMemPoolDestroy(CUmemoryPool pool) {
  return in_context([&](Context &context) {
    require(pool != context.default_pool.get(), CUDA_ERROR_INVALID_VALUE);
    std::lock_guard lock(memory().lock());
    context.pools.take(pool)->threshold = 0;
  });
}

DRIVER cuMemPoolTrimTo(CUmemoryPool pool, size_t keep) {
  return in_context([&](Context &context) {
    std::lock_guard lock(memory().lock());
    memory().trim(*context.pools.get(pool), keep);
  });
}
