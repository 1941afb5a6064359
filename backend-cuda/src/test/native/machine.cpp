#include "machine.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "context.h"
#include "settings.h"

namespace sim {
namespace {

std::atomic<bool> initialized{false};

// The attributes that have a value here, by CUdevice_attribute; the figures are an H100's where the
// settings say nothing else.
int attribute(int number) {
  switch (number) {
    case 1: return MAX_THREADS_OF_BLOCK;
    case 2: return 1024;  // block x, y, z
    case 3: return 1024;
    case 4: return 64;
    case 5: return 0x7fffffff;  // grid x, y, z
    case 6: return MAX_GRID_YZ;
    case 7: return MAX_GRID_YZ;
    case 8: return SHARED_BYTES_OF_BLOCK;
    case 9: return 64 << 10;  // constant memory
    case 10: return 32;       // warp
    case 12: return 64 << 10;  // registers of a block
    case 13: return 1'980'000;  // kHz
    case 15: return 1;          // copies overlap
    case 16: return static_cast<int>(settings().multiprocessors);
    case 19: return 1;          // maps host memory
    case 31: return 1;          // concurrent kernels
    case 36: return 2'619'000;  // kHz of the memory
    case 37: return 5120;       // bits of its bus
    case 38: return 50 << 20;   // L2
    case 39: return 2048;       // threads of a multiprocessor
    case 40: return 3;          // copy engines
    case 41: return 1;          // unified addressing
    case 75: return static_cast<int>(settings().compute_major);
    case 76: return static_cast<int>(settings().compute_minor);
    case 78: return 1;           // stream priorities
    case 81: return 228 << 10;   // shared memory of a multiprocessor
    case 82: return 64 << 10;    // its registers
    case 97: return 227 << 10;   // shared memory of a block that asks for it
    case 99: return 1;           // host memory can be registered
    case 106: return 32;         // blocks of a multiprocessor
    case 115: return 1;          // memory pools
    default: return 0;           // a feature that this machine has not
  }
}

struct ErrorText {
  CUresult code;
  const char *name;
  const char *text;
};

constexpr ErrorText ERRORS[] = {
    {CUDA_SUCCESS, "CUDA_SUCCESS", "no error"},
    {CUDA_ERROR_INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {CUDA_ERROR_OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {CUDA_ERROR_NOT_INITIALIZED, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {CUDA_ERROR_NO_DEVICE, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {CUDA_ERROR_INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {CUDA_ERROR_INVALID_IMAGE, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {CUDA_ERROR_INVALID_CONTEXT, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {CUDA_ERROR_NO_BINARY_FOR_GPU, "CUDA_ERROR_NO_BINARY_FOR_GPU",
     "no kernel image is available for execution on the device"},
    {CUDA_ERROR_ECC_UNCORRECTABLE, "CUDA_ERROR_ECC_UNCORRECTABLE", "uncorrectable ECC error encountered"},
    {CUDA_ERROR_INVALID_PTX, "CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"},
    {CUDA_ERROR_UNSUPPORTED_PTX_VERSION, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION",
     "the provided PTX was compiled with an unsupported toolchain."},
    {CUDA_ERROR_INVALID_HANDLE, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {CUDA_ERROR_NOT_FOUND, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {CUDA_ERROR_NOT_READY, "CUDA_ERROR_NOT_READY", "device not ready"},
    {CUDA_ERROR_ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
     "too many resources requested for launch"},
    {CUDA_ERROR_LAUNCH_TIMEOUT, "CUDA_ERROR_LAUNCH_TIMEOUT", "the launch timed out and was terminated"},
    {CUDA_ERROR_CONTEXT_IS_DESTROYED, "CUDA_ERROR_CONTEXT_IS_DESTROYED", "context is destroyed"},
    {CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED, "CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED",
     "part or all of the requested memory range is already mapped"},
    {CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED, "CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED",
     "pointer does not correspond to a registered memory region"},
    {CUDA_ERROR_LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {CUDA_ERROR_NOT_SUPPORTED, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {CUDA_ERROR_UNKNOWN, "CUDA_ERROR_UNKNOWN", "unknown error"},
};

CUresult error_text(CUresult code, const char **text, const char *ErrorText::*part) {
  const auto *found = std::find_if(std::begin(ERRORS), std::end(ERRORS), [&](auto &e) { return e.code == code; });
  *text = found == std::end(ERRORS) ? nullptr : found->*part;
  return *text == nullptr ? CUDA_ERROR_INVALID_VALUE : CUDA_SUCCESS;
}

}  // namespace

CUdevice device_count() {
  return static_cast<CUdevice>(std::clamp<long>(settings().devices, 0, MAX_DEVICES));
}

void require_initialized() { require(initialized, CUDA_ERROR_NOT_INITIALIZED); }

void require_device(CUdevice device) {
  require_initialized();
  require(device >= 0 && device < device_count(), CUDA_ERROR_INVALID_DEVICE);
}

}  // namespace sim

using namespace sim;

DRIVER cuInit(unsigned flags) {
  if (flags != 0) return CUDA_ERROR_INVALID_VALUE;
  if (device_count() == 0) return CUDA_ERROR_NO_DEVICE;
  initialized = true;
  return CUDA_SUCCESS;
}

DRIVER cuDriverGetVersion(int *version) {
  *version = static_cast<int>(settings().driver_version);
  return CUDA_SUCCESS;
}

DRIVER cuGetErrorName(CUresult code, const char **text) { return error_text(code, text, &ErrorText::name); }

DRIVER cuGetErrorString(CUresult code, const char **text) { return error_text(code, text, &ErrorText::text); }

DRIVER cuDeviceGetCount(int *count) {
  return checked([&] {
    require_initialized();
    *count = device_count();
  });
}

DRIVER cuDeviceGet(CUdevice *device, int ordinal) {
  return checked([&] {
    require_device(ordinal);
    *device = ordinal;
  });
}

DRIVER cuDeviceGetName(char *name, int length, CUdevice device) {
  return checked([&] {
    require_device(device);
    snprintf(name, static_cast<size_t>(length), "Simulated GPU %d", device);
  });
}

DRIVER cuDeviceGetUuid(unsigned char *uuid, CUdevice device) {
  return checked([&] {
    require_device(device);
    memset(uuid, 0, 16);
    memcpy(uuid, "cloakwork-sim", 13);
    uuid[15] = static_cast<unsigned char>(device);
  });
}

DRIVER cuDeviceGetPCIBusId(char *text, int length, CUdevice device) {
  return checked([&] {
    require_device(device);
    snprintf(text, static_cast<size_t>(length), "0000:%02x:00.0", device + 1);
  });
}

DRIVER cuDeviceTotalMem_v2(size_t *bytes, CUdevice device) {
  return checked([&] {
    require_device(device);
    *bytes = static_cast<size_t>(settings().memory.load());
  });
}

DRIVER cuDeviceGetAttribute(int *value, int number, CUdevice device) {
  return checked([&] {
    require_device(device);
    *value = attribute(number);
  });
}

DRIVER cuDeviceComputeCapability(int *major, int *minor, CUdevice device) {
  return checked([&] {
    require_device(device);
    *major = static_cast<int>(settings().compute_major);
    *minor = static_cast<int>(settings().compute_minor);
  });
}
