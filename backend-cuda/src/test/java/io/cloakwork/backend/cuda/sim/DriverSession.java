package io.cloakwork.backend.cuda.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/// The driver through JCuda, in a context with the probe kernels loaded. Everything that must
/// succeed is checked; what may fail gives its code.
final class DriverSession implements AutoCloseable {

  static final int DEFAULT_STREAM_FLAGS = CUstream_flags.CU_STREAM_NON_BLOCKING;

  final CUdevice device = new CUdevice();
  final CUcontext context = new CUcontext();
  final CUmodule probe = new CUmodule();

  DriverSession() {
    JCudaDriver.setExceptionsEnabled(false);
    ok(JCudaDriver.cuInit(0));
    ok(JCudaDriver.cuDeviceGet(device, 0));
    ok(JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    ok(JCudaDriver.cuCtxSetCurrent(context));
    ok(JCudaDriver.cuModuleLoadData(probe, probeSource()));
  }

  /// The text stands for its own PTX.
  static String probeSource() {
    try {
      return Files.readString(Path.of("src/test/native/probe.cu"));
    } catch (IOException e) {
      throw new AssertionError("the probe kernels cannot be read", e);
    }
  }

  static void ok(int code) {
    assertThat(code).as("the driver's code").isZero();
  }

  CUfunction kernel(String name) {
    CUfunction function = new CUfunction();
    ok(JCudaDriver.cuModuleGetFunction(function, probe, name));
    return function;
  }

  static CUdeviceptr words(long... words) {
    CUdeviceptr memory = new CUdeviceptr();
    ok(JCudaDriver.cuMemAlloc(memory, (long) words.length * Sizeof.LONG));
    ok(JCudaDriver.cuMemcpyHtoD(memory, Pointer.to(words), (long) words.length * Sizeof.LONG));
    return memory;
  }

  static long[] read(CUdeviceptr memory, int count) {
    long[] words = new long[count];
    ok(JCudaDriver.cuMemcpyDtoH(Pointer.to(words), memory, (long) count * Sizeof.LONG));
    return words;
  }

  static CUstream stream() {
    CUstream stream = new CUstream();
    ok(JCudaDriver.cuStreamCreate(stream, DEFAULT_STREAM_FLAGS));
    return stream;
  }

  /// One dimension of blocks and threads; the launch's own code.
  int launch(String kernel, int blocks, int threads, CUstream stream, Pointer... arguments) {
    return JCudaDriver.cuLaunchKernel(
        kernel(kernel), blocks, 1, 1, threads, 1, 1, 0, stream, Pointer.to(arguments), null);
  }

  /// The code of the synchronisation after a launch.
  int run(String kernel, int blocks, int threads, Pointer... arguments) {
    ok(launch(kernel, blocks, threads, null, arguments));
    return JCudaDriver.cuCtxSynchronize();
  }

  static Pointer value(int value) {
    return Pointer.to(new int[] {value});
  }

  static Pointer value(long value) {
    return Pointer.to(new long[] {value});
  }

  static Pointer address(CUdeviceptr memory) {
    return Pointer.to(memory);
  }

  /// The address as the device sees it, which JCuda does not tell: it is copied there and back.
  static long addressOf(CUdeviceptr memory) {
    CUdeviceptr copy = words(0);
    ok(JCudaDriver.cuMemcpyHtoD(copy, Pointer.to(memory), Sizeof.LONG));
    long address = read(copy, 1)[0];
    ok(JCudaDriver.cuMemFree(copy));
    return address;
  }

  /// Takes everything back, whatever has happened.
  @Override
  public void close() {
    JCudaDriver.cuDevicePrimaryCtxReset(device);
    JCudaDriver.cuDevicePrimaryCtxRelease(device);
    JCudaDriver.cuCtxSetCurrent(new CUcontext());
  }
}
