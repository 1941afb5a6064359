package io.cloakwork.spi.device;

import java.io.Serial;

/// An allocation did not fit. Nothing was allocated; the device stays usable.
public final class DeviceOutOfMemoryException extends BackendException {

  @Serial private static final long serialVersionUID = 1L;

  private final long requestedBytes;
  private final long availableBytes;

  public DeviceOutOfMemoryException(String device, long requestedBytes, long availableBytes) {
    super(
        "%s: %,d bytes requested, %,d available".formatted(device, requestedBytes, availableBytes));
    this.requestedBytes = requestedBytes;
    this.availableBytes = availableBytes;
  }

  public long requestedBytes() {
    return requestedBytes;
  }

  public long availableBytes() {
    return availableBytes;
  }
}
