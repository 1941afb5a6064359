package io.cloakwork.bench.ops;

import io.cloakwork.spi.device.Device;
import java.util.EnumSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Operations as an application calls them: results are allocated and given back.
@State(Scope.Benchmark)
public class CiphertextBenchmark extends BenchmarkedDevice {

  /// For JMH.
  public CiphertextBenchmark() {}

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
    device = openDevice();
    operations = new OperationBenchmark(parameters(), device, batch, EnumSet.of(operation));
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
