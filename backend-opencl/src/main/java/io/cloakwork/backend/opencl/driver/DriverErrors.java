package io.cloakwork.backend.opencl.driver;

import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.DeviceLostException;
import org.jocl.CL;
import org.jocl.CLException;

/// What the driver's error codes mean.
public final class DriverErrors {

  private DriverErrors() {}

  /// Whether an allocation failed for want of memory.
  public static boolean isOutOfMemory(CLException e) {
    return switch (e.getStatus()) {
      case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE,
          CL.CL_OUT_OF_RESOURCES,
          CL.CL_OUT_OF_HOST_MEMORY,
          CL.CL_INVALID_BUFFER_SIZE ->
          true;
      default -> false;
    };
  }

  /// The exception for what went wrong while `doing`.
  public static BackendException of(String device, String doing, CLException e) {
    String message = "%s: %s failed: %s".formatted(device, doing, e.getMessage());
    return isLost(e.getStatus())
        ? new DeviceLostException(message, e)
        : new BackendException(message, e);
  }

  /// The exception for a command that ended with an error code.
  public static BackendException ofStatus(String device, String doing, int status) {
    String message = "%s: %s failed: %s".formatted(device, doing, CL.stringFor_errorCode(status));
    return isLost(status) ? new DeviceLostException(message, null) : new BackendException(message);
  }

  private static boolean isLost(int status) {
    return status == CL.CL_DEVICE_NOT_AVAILABLE
        || status == CL.CL_INVALID_CONTEXT
        || status == CL.CL_INVALID_COMMAND_QUEUE;
  }
}
