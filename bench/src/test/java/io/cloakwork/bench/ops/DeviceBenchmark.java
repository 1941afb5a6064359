package io.cloakwork.bench.ops;

import io.cloakwork.bench.device.BoundProgram;
import io.cloakwork.bench.device.BufferPool;
import io.cloakwork.spi.device.Device;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Programs with buffers bound once: what remains when nothing is recorded, compiled or allocated,
/// as in a server's loop. Nothing here may allocate on the heap.
@State(Scope.Benchmark)
public class DeviceBenchmark extends BenchmarkedDevice {

  /// For JMH.
  public DeviceBenchmark() {}

  /// What is timed.
  @Param public BoundOperation operation;

  private Device device;
  private BufferPool buffers;
  private BoundProgram program;

  /// Opens the device, compiles and binds.
  @Setup(Level.Trial)
  public void open() {
    device = openDevice();
    buffers = new BufferPool(device);
    program = new BoundProgram(device, operation.graph(parameters()), buffers);
  }

  /// One submission, awaited.
  @Benchmark
  public void run() {
    program.run();
  }

  /// Gives everything back.
  @TearDown(Level.Trial)
  public void close() {
    program.close();
    buffers.close();
    device.close();
  }
}
