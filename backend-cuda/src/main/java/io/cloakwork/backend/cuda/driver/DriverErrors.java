package io.cloakwork.backend.cuda.driver;

import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.DeviceLostException;
import jcuda.driver.CUresult;

/// What the driver's error codes mean.
final class DriverErrors {

  private DriverErrors() {}

  /// The exception for what went wrong while `doing`.
  static BackendException of(String device, String doing, int code) {
    String message = "%s: %s failed: %s".formatted(device, doing, name(code));
    return isLost(code) ? new DeviceLostException(message, null) : new BackendException(message);
  }

  /// A code's name with its number.
  static String name(int code) {
    return "%s (%d)".formatted(CUresult.stringFor(code), code);
  }

  /// Whether every call of the context fails from now on.
  static boolean isLost(int code) {
    return switch (code) {
      case CUresult.CUDA_ERROR_DEINITIALIZED,
          CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
          CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE,
          CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
          CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
          CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED,
          CUresult.CUDA_ERROR_ASSERT,
          CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
          CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
          CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
          CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
          CUresult.CUDA_ERROR_INVALID_PC,
          CUresult.CUDA_ERROR_LAUNCH_FAILED,
          CUresult.CUDA_ERROR_UNKNOWN ->
          true;
      default -> false;
    };
  }
}
