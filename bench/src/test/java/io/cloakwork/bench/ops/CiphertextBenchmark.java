package io.cloakwork.bench.ops;

import io.cloakwork.ckks.Presets;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.EnumSet;
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

/// Operations as an application calls them: results are allocated and given back.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class CiphertextBenchmark {

  /// For JMH.
  public CiphertextBenchmark() {}

  /// The parameters.
  @Param("P1")
  public String preset;

  /// Workers of the device.
  @Param("1")
  public int workers;

  /// Items of every ciphertext.
  @Param("1")
  public int batch;

  /// What is timed.
  @Param public Operation operation;

  private Device device;
  private OperationBenchmark operations;

  /// Opens the device and makes keys and data.
  @Setup(Level.Trial)
  public void open() {
    DeviceOptions options = DeviceOptions.defaults().withThreads(workers);
    device = Backends.open("cpu", options.withProperty("warmup", "await-all"));
    operations =
        new OperationBenchmark(
            Presets.named(preset).validate(), device, batch, EnumSet.of(operation));
  }

  /// One operation.
  @Benchmark
  public void run() {
    operations.run(operation);
  }

  /// Gives everything back.
  @TearDown(Level.Trial)
  public void close() {
    operations.close();
    device.close();
  }
}
