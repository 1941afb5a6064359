package io.cloakwork.bench.ops;

import io.cloakwork.bench.device.BoundProgram;
import io.cloakwork.bench.device.BufferPool;
import io.cloakwork.bench.floors.Lane;
import io.cloakwork.spi.device.Device;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The operations of the contract, alone. Buffers are bound once; nothing here may allocate on the
/// heap.
@State(Scope.Benchmark)
public class ContractBenchmark extends BenchmarkedDevice {

  /// For JMH.
  public ContractBenchmark() {}

  /// What is timed.
  @Param public RnsOperation operation;

  /// The arithmetic of its primes.
  @Param public Lane lane;

  /// As one command, or as what it is defined by; the same where it is not defined by others.
  @Param public RnsForm form;

  /// Items of every operand.
  @Param("1")
  public int batch;

  private Device device;
  private BufferPool buffers;
  private BoundProgram program;

  /// Opens the device, compiles and binds.
  @Setup(Level.Trial)
  public void open() {
    device = openDevice();
    buffers = new BufferPool(device);
    RnsOperand size = RnsOperand.of(parameters(), lane, batch);
    RnsForm own = operation.forms().contains(form) ? form : RnsForm.FUSED;
    program = new BoundProgram(device, operation.graph(size, own), buffers);
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
