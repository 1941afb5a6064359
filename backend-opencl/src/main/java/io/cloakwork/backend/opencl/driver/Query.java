package io.cloakwork.backend.opencl.driver;

import java.nio.charset.StandardCharsets;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/// Questions to the driver whose answers are numbers and texts.
public final class Query {

  private Query() {}

  static String platformText(cl_platform_id platform, int what) {
    long[] size = new long[1];
    CL.clGetPlatformInfo(platform, what, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetPlatformInfo(platform, what, bytes.length, Pointer.to(bytes), null);
    return text(bytes);
  }

  static String deviceText(cl_device_id device, int what) {
    long[] size = new long[1];
    CL.clGetDeviceInfo(device, what, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetDeviceInfo(device, what, bytes.length, Pointer.to(bytes), null);
    return text(bytes);
  }

  /// A number of four or eight bytes.
  static long deviceNumber(cl_device_id device, int what) {
    long[] number = new long[1];
    CL.clGetDeviceInfo(device, what, Long.BYTES, Pointer.to(number), null);
    return number[0];
  }

  /// A time of an event of a profiled queue, which has ended.
  public static long eventNanos(cl_event event, int what) {
    long[] nanos = new long[1];
    CL.clGetEventProfilingInfo(event, what, Long.BYTES, Pointer.to(nanos), null);
    return nanos[0];
  }

  static String buildLog(cl_program program, cl_device_id device) {
    long[] size = new long[1];
    CL.clGetProgramBuildInfo(program, device, CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetProgramBuildInfo(
        program, device, CL.CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null);
    return text(bytes);
  }

  static byte[] binary(cl_program program) {
    long[] size = new long[1];
    CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARY_SIZES, Long.BYTES, Pointer.to(size), null);
    byte[] bytes = new byte[Math.toIntExact(size[0])];
    CL.clGetProgramInfo(
        program,
        CL.CL_PROGRAM_BINARIES,
        Long.BYTES,
        Pointer.to(new Pointer[] {Pointer.to(bytes)}),
        null);
    return bytes;
  }

  /// A text without the zero at its end.
  private static String text(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
  }
}
