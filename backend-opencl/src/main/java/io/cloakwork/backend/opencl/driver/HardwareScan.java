package io.cloakwork.backend.opencl.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/// What a look at all platforms found.
public sealed interface HardwareScan {

  /// Devices that can be used, in the driver's order, platform by platform.
  record Found(List<Hardware> devices) implements HardwareScan {
    public Found {
      devices = List.copyOf(devices);
    }
  }

  /// Why there is none, in one sentence, and the cause or null.
  record Nothing(String reason, Throwable cause) implements HardwareScan {}

  /// Looks for devices.
  static HardwareScan run() {
    return run(OpenClLoader.find(), UserCache.folder().resolve("native"));
  }

  /// Looks for devices behind `loader`, with JOCL unpacked into `natives`.
  static HardwareScan run(OpenClLoader loader, Path natives) {
    return switch (loader) {
      case OpenClLoader.Missing missing ->
          new Nothing("the OpenCL loader is not here: no " + missing.library(), missing.cause());
      case OpenClLoader.Present _ -> scan(natives);
    };
  }

  private static HardwareScan scan(Path natives) {
    try {
      NativeLibrary.load(natives);
    } catch (IOException | LinkageError e) {
      return new Nothing("JOCL's native library cannot be loaded: " + e.getMessage(), e);
    }
    try {
      return devices();
    } catch (CLException e) {
      return new Nothing(
          "the OpenCL loader is here, but knows no platform (%s)".formatted(e.getMessage()), e);
    }
  }

  private static HardwareScan devices() {
    int[] count = new int[1];
    CL.clGetPlatformIDs(0, null, count);
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    CL.clGetPlatformIDs(platforms.length, platforms, null);
    List<Hardware> usable = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (cl_platform_id platform : platforms) {
      for (cl_device_id id : devices(platform)) {
        Hardware hardware = Hardware.of(platform, id);
        String obstacle = hardware.obstacle();
        if (obstacle == null) {
          usable.add(hardware);
        } else {
          others.add(hardware.name() + " is " + obstacle);
        }
      }
    }
    if (usable.isEmpty()) {
      return new Nothing(
          others.isEmpty()
              ? "%d OpenCL platforms have no device".formatted(platforms.length)
              : "no OpenCL device can be used: " + String.join("; ", others),
          null);
    }
    return new Found(usable);
  }

  private static cl_device_id[] devices(cl_platform_id platform) {
    int[] count = new int[1];
    try {
      CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
    } catch (CLException e) {
      if (e.getStatus() == CL.CL_DEVICE_NOT_FOUND) {
        return new cl_device_id[0];
      }
      throw e;
    }
    cl_device_id[] ids = new cl_device_id[count[0]];
    CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, ids.length, ids, null);
    return ids;
  }
}
