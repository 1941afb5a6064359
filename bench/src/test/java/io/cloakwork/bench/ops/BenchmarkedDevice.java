package io.cloakwork.bench.ops;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Presets;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What all benchmarks have: a device that is warm, and how long is measured.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public abstract class BenchmarkedDevice {

  /// The parameters.
  @Param("P1")
  public String preset;

  /// Workers of the device.
  @Param("1")
  public int workers;

  /// For JMH.
  protected BenchmarkedDevice() {}

  final Parameters parameters() {
    return Presets.named(preset).validate();
  }

  /// Opens the device, which the caller closes.
  final Device openDevice() {
    DeviceOptions options = DeviceOptions.defaults().withThreads(workers);
    return Backends.open("cpu", options.withProperty("warmup", "await-all"));
  }
}
