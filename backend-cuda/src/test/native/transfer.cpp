#include "transfer.h"

#include <cstdio>
#include <cstring>
#include <vector>

#include "context.h"
#include "memory.h"
#include "stream.h"

namespace sim {
namespace {

enum class When { CALL, RUN };

// When a copy is asked for, its memory may still be on its way; when it runs, it must be there.
bool is_device_memory(uintptr_t begin, size_t bytes, When when) {
  auto allocation = memory().find(begin, bytes);
  return allocation && allocation->kind != Kind::REGISTERED && (when == When::CALL || !allocation->pending);
}

size_t extent(const Copy &copy, const Place &place) {
  return (copy.depth - 1) * place.slice + (copy.height - 1) * place.pitch + copy.width;
}

bool is_valid(const Copy &copy, const Place &place, When when) {
  if (!place.device) return place.begin != 0;
  return is_device_memory(place.begin, extent(copy, place), when);
}

bool is_valid(const Fill &fill, When when) {
  return is_device_memory(fill.to, (fill.height - 1) * fill.pitch + fill.width * fill.element_bytes, when);
}

CUresult gone(const char *what) {
  fprintf(stderr, "driver simulator: a %s of device memory that is not allocated at this time\n", what);
  return CUDA_ERROR_ILLEGAL_ADDRESS;
}

char *at(uintptr_t address) { return reinterpret_cast<char *>(address); }

Place place_of(
    CUmemorytype type, const void *host, CUdeviceptr device, size_t x, size_t y, size_t z, size_t pitch,
    size_t height) {
  bool on_device = type == CU_MEMORYTYPE_DEVICE;
  require(on_device || type == CU_MEMORYTYPE_HOST, CUDA_ERROR_NOT_SUPPORTED);
  uintptr_t begin = on_device ? device : reinterpret_cast<uintptr_t>(host);
  size_t slice = pitch * height;
  return {begin + z * slice + y * pitch + x, on_device, pitch, slice};
}

}  // namespace

Copy Copy::of_bytes(uintptr_t to, bool to_device, uintptr_t from, bool from_device, size_t bytes) {
  return {{to, to_device, 0, 0}, {from, from_device, 0, 0}, bytes, 1, 1};
}

Copy Copy::of(const CUDA_MEMCPY3D &p) {
  Place to = place_of(
      p.dstMemoryType, p.dstHost, p.dstDevice, p.dstXInBytes, p.dstY, p.dstZ, p.dstPitch, p.dstHeight);
  Place from = place_of(
      p.srcMemoryType, p.srcHost, p.srcDevice, p.srcXInBytes, p.srcY, p.srcZ, p.srcPitch, p.srcHeight);
  return {to, from, p.WidthInBytes, p.Height, p.Depth};
}

void Copy::require_valid() const {
  require(width > 0 && height > 0 && depth > 0, CUDA_ERROR_INVALID_VALUE);
  require(is_valid(*this, to, When::CALL) && is_valid(*this, from, When::CALL), CUDA_ERROR_INVALID_VALUE);
}

CUresult Copy::run() const {
  if (!is_valid(*this, to, When::RUN) || !is_valid(*this, from, When::RUN)) return gone("copy");
  for (size_t z = 0; z < depth; z++) {
    for (size_t y = 0; y < height; y++) {
      memmove(at(to.begin + z * to.slice + y * to.pitch), at(from.begin + z * from.slice + y * from.pitch), width);
    }
  }
  return CUDA_SUCCESS;
}

void Fill::require_valid() const {
  require(element_bytes == 1 || element_bytes == 2 || element_bytes == 4, CUDA_ERROR_INVALID_VALUE);
  require(width > 0 && height > 0, CUDA_ERROR_INVALID_VALUE);
  require(is_valid(*this, When::CALL), CUDA_ERROR_INVALID_VALUE);
}

CUresult Fill::run() const {
  if (!is_valid(*this, When::RUN)) return gone("fill");
  for (size_t y = 0; y < height; y++) {
    for (size_t x = 0; x < width; x++) memcpy(at(to + y * pitch + x * element_bytes), &value, element_bytes);
  }
  return CUDA_SUCCESS;
}

}  // namespace sim

using namespace sim;

namespace {

void enqueue_and_wait(Context &context, CUstream stream, const Copy &copy) {
  context.stream(stream)->enqueue([copy] { return copy.run(); }).wait();
  require(context.fault() == CUDA_SUCCESS, context.fault());
}

// With memory that is not pinned, a driver copies to the device out of a staging buffer, which it fills
// before it returns, and returns from a copy to the host when that is done.
void copy_async(CUstream stream, const Copy &copy) {
  Context &context = current_context();
  if (copy.width == 0) return;
  copy.require_valid();
  const Place &host = copy.to.device ? copy.from : copy.to;
  bool pageable = !host.device && !memory().find(host.begin, copy.width);
  if (!pageable) {
    context.stream(stream)->enqueue([copy] { return copy.run(); });
    return;
  }
  counters().pageable_copies++;
  if (!copy.to.device) {
    enqueue_and_wait(context, stream, copy);
    return;
  }
  auto begin = reinterpret_cast<const char *>(host.begin);
  std::vector<char> staged(begin, begin + copy.width);
  context.stream(stream)->enqueue([copy = Copy(copy), staged = std::move(staged)]() mutable {
    copy.from.begin = reinterpret_cast<uintptr_t>(staged.data());
    return copy.run();
  });
}

void copy_now(const Copy &copy) {
  Context &context = current_context();
  if (copy.width == 0) return;
  copy.require_valid();
  enqueue_and_wait(context, nullptr, copy);
}

Copy to_device(CUdeviceptr to, const void *from, size_t bytes) {
  return Copy::of_bytes(to, true, reinterpret_cast<uintptr_t>(from), false, bytes);
}

Copy to_host(void *to, CUdeviceptr from, size_t bytes) {
  return Copy::of_bytes(reinterpret_cast<uintptr_t>(to), false, from, true, bytes);
}

CUresult fill(CUdeviceptr to, unsigned value, unsigned element_bytes, size_t count, CUstream stream, bool wait) {
  return in_context([&](Context &context) {
    if (count == 0) return;
    Fill fill{to, 0, value, element_bytes, count, 1};
    fill.require_valid();
    Ticket ticket = context.stream(stream)->enqueue([fill] { return fill.run(); });
    if (wait) ticket.wait();
    require(!wait || context.fault() == CUDA_SUCCESS, context.fault());
  });
}

}  // namespace

DRIVER cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, size_t bytes) {
  return checked([&] { copy_now(to_device(to, from, bytes)); });
}

DRIVER cuMemcpyDtoH_v2(void *to, CUdeviceptr from, size_t bytes) {
  return checked([&] { copy_now(to_host(to, from, bytes)); });
}

DRIVER cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes) {
  return checked([&] { copy_now(Copy::of_bytes(to, true, from, true, bytes)); });
}

DRIVER cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, CUstream stream) {
  return checked([&] { copy_async(stream, to_device(to, from, bytes)); });
}

DRIVER cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, CUstream stream) {
  return checked([&] { copy_async(stream, to_host(to, from, bytes)); });
}

DRIVER cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
  return checked([&] { copy_async(stream, Copy::of_bytes(to, true, from, true, bytes)); });
}

DRIVER cuMemsetD8_v2(CUdeviceptr to, unsigned char value, size_t count) {
  return fill(to, value, 1, count, nullptr, true);
}

DRIVER cuMemsetD32_v2(CUdeviceptr to, unsigned value, size_t count) {
  return fill(to, value, 4, count, nullptr, true);
}

DRIVER cuMemsetD8Async(CUdeviceptr to, unsigned char value, size_t count, CUstream stream) {
  return fill(to, value, 1, count, stream, false);
}

DRIVER cuMemsetD32Async(CUdeviceptr to, unsigned value, size_t count, CUstream stream) {
  return fill(to, value, 4, count, stream, false);
}
