// The simulated machine: its driver and its devices.
#pragma once

#include "abi.h"

namespace sim {

constexpr int MAX_DEVICES = 8;
constexpr unsigned MAX_THREADS_OF_BLOCK = 1024;
constexpr unsigned MAX_GRID_YZ = 65535;
constexpr unsigned SHARED_BYTES_OF_BLOCK = 48 << 10;

CUdevice device_count();

// Throws CUDA_ERROR_NOT_INITIALIZED.
void require_initialized();

// Throws CUDA_ERROR_INVALID_DEVICE.
void require_device(CUdevice device);

}  // namespace sim
