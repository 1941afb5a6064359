package io.cloakwork.backend.cuda.driver;

import io.cloakwork.kernels.cuda.CudaImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/// What a look for devices found.
public sealed interface HardwareScan {

  /// Devices that can be used, in the driver's order.
  record Found(List<Hardware> devices) implements HardwareScan {
    public Found {
      devices = List.copyOf(devices);
    }
  }

  /// Why there is none, in one sentence, and the cause or null.
  record Nothing(String reason, Throwable cause) implements HardwareScan {}

  /// Looks for devices.
  static HardwareScan run() {
    return run(CudaLoader.find(), natives());
  }

  private static Path natives() {
    return Path.of(System.getProperty("user.home"), ".cache", "cloakwork", "cuda", "native");
  }

  /// Looks for devices behind `loader`, with JCuda unpacked into `natives`.
  static HardwareScan run(CudaLoader loader, Path natives) {
    return switch (loader) {
      case CudaLoader.Missing missing ->
          new Nothing("the NVIDIA driver is not here: no " + missing.library(), missing.cause());
      case CudaLoader.Present _ -> scan(natives);
    };
  }

  private static HardwareScan scan(Path natives) {
    try {
      NativeLibrary.load(natives);
    } catch (IOException | LinkageError e) {
      return new Nothing("JCuda's native library cannot be loaded: " + firstLine(e), e);
    }
    int initialised = JCudaDriver.cuInit(0);
    if (initialised == CUresult.CUDA_ERROR_NO_DEVICE) {
      return new Nothing("the NVIDIA driver is here, but finds no device", null);
    }
    if (initialised != CUresult.CUDA_SUCCESS) {
      String code = DriverErrors.name(initialised);
      return new Nothing("the NVIDIA driver is here, but does not start: " + code, null);
    }
    int[] version = new int[1];
    JCudaDriver.cuDriverGetVersion(version);
    return version[0] < CudaImages.DRIVER_VERSION ? tooOld(version[0]) : devices(version[0]);
  }

  private static Nothing tooOld(int version) {
    return new Nothing(
        "the NVIDIA driver supports CUDA %s, the kernels need %s (driver %s or later)"
            .formatted(
                Hardware.driver(version),
                Hardware.driver(CudaImages.DRIVER_VERSION),
                CudaImages.DRIVER_RELEASE),
        null);
  }

  private static HardwareScan devices(int version) {
    int[] count = new int[1];
    JCudaDriver.cuDeviceGetCount(count);
    List<Hardware> usable = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int index = 0; index < count[0]; index++) {
      Hardware hardware = Hardware.of(index, version);
      String obstacle = hardware.obstacle();
      if (obstacle == null) {
        usable.add(hardware);
      } else {
        others.add(hardware.name() + " is " + obstacle);
      }
    }
    if (!usable.isEmpty()) {
      return new Found(usable);
    }
    return new Nothing(
        others.isEmpty()
            ? "the NVIDIA driver is here, but finds no device"
            : "no NVIDIA device can be used: " + String.join("; ", others),
        null);
  }

  /// What JCuda says about a library that it cannot load is two stack traces long.
  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
