package io.cloakwork.bench.ops;

import io.cloakwork.bench.device.BoundProgram;
import io.cloakwork.bench.device.BufferPool;
import io.cloakwork.ckks.Presets;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Programs with buffers bound once: what remains when nothing is recorded, compiled or allocated,
/// as in a server's loop. Nothing here may allocate on the heap.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class DeviceBenchmark {

  /// For JMH.
  public DeviceBenchmark() {}

  /// The parameters.
  @Param("P1")
  public String preset;

  /// Workers of the device.
  @Param("1")
  public int workers;

  /// What is timed.
  @Param public BoundOperation operation;

  private Device device;
  private BufferPool buffers;
  private BoundProgram program;

  /// Opens the device, compiles and binds.
  @Setup(Level.Trial)
  public void open() {
    DeviceOptions options = DeviceOptions.defaults().withThreads(workers);
    device = Backends.open("cpu", options.withProperty("warmup", "await-all"));
    buffers = new BufferPool(device);
    program = new BoundProgram(device, operation.graph(Presets.named(preset).validate()), buffers);
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
