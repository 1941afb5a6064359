// Copies and fills, as streams and graphs do them.
#pragma once

#include <cstdint>

#include "abi.h"

namespace sim {

// Rows of `width` bytes, `height` of them a slice, `depth` slices.
struct Place {
  uintptr_t begin;
  bool device;
  size_t pitch, slice;
};

struct Copy {
  Place to, from;
  size_t width, height, depth;

  static Copy of_bytes(uintptr_t to, bool to_device, uintptr_t from, bool from_device, size_t bytes);
  static Copy of(const CUDA_MEMCPY3D &parameters);

  // Throws CUDA_ERROR_INVALID_VALUE if a device's side is not within one allocation.
  void require_valid() const;

  // Does it; memory that was freed since is a fault of the device.
  CUresult run() const;
};

struct Fill {
  uintptr_t to;
  size_t pitch;  // bytes
  unsigned value, element_bytes;
  size_t width, height;  // elements, rows

  void require_valid() const;
  CUresult run() const;
};

}  // namespace sim
