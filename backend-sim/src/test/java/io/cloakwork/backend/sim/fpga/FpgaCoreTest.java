package io.cloakwork.backend.sim.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.cost.FpgaCore;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The hardware description computes what the reference computes, in the clocks that predictions
/// count with.
class FpgaCoreTest {

  private static final long SEED = 20_261_121;

  /// Four butterflies: passes within a row of eight banks, and across rows.
  @Test
  void aCoreOfFourLanesTransformsLikeTheReference(@TempDir Path folder) throws Exception {
    check(8, 2, folder);
  }

  @ParameterizedTest
  @CsvSource({"5, 2", "9, 1", "10, 0", "11, 3"})
  @Tag("slow")
  void coresOfOtherSizesDoToo(int logN, int logLanes, @TempDir Path folder) throws Exception {
    check(logN, logLanes, folder);
  }

  private static void check(int logN, int logLanes, Path folder) throws Exception {
    String missing = CoreModel.missingTool();
    if (!missing.isEmpty()) {
      System.out.println("FpgaCoreTest skipped: " + missing);
      Assumptions.abort(missing);
    }
    System.out.println("FpgaCoreTest: seed " + SEED);
    try (CoreModel model = CoreModel.build(logN, logLanes, folder)) {
      for (int bits : new int[] {50, 49, 36, 30}) {
        check(model, logN, logLanes, Primes.largestBelow(bits, logN, 1, Set.of()).getFirst());
      }
    }
  }

  private static void check(CoreModel model, int logN, int logLanes, Modulus modulus) {
    CoreTables tables = CoreTables.of(logN, modulus);
    model.setModulus(tables);
    SplittableRandom random = new SplittableRandom(SEED);
    long[] uniform = random.longs(1L << logN, 0, modulus.value()).toArray();
    long[] largest = random.longs(1L << logN, modulus.value() - 1, modulus.value()).toArray();
    for (long[] row : List.of(uniform, largest)) {
      checkTransforms(model, new FpgaCore(logLanes), tables, row);
      checkProducts(model, new FpgaCore(logLanes), tables, row, uniform);
    }
  }

  private static void checkTransforms(
      CoreModel model, FpgaCore core, CoreTables tables, long[] row) {
    int logN = tables.tables().logN();
    long[] words = row.clone();
    long clocks = model.transform(false, words);
    assertThat(words).as("forward modulo %s", tables.modulus()).isEqualTo(reference(tables, row));
    assertThat(clocks).isEqualTo(core.transformClocks(logN));
    clocks = model.transform(true, words);
    assertThat(words).as("inverse modulo %s", tables.modulus()).isEqualTo(row);
    assertThat(clocks).isEqualTo(core.transformClocks(logN));
  }

  private static void checkProducts(
      CoreModel model, FpgaCore core, CoreTables tables, long[] a, long[] b) {
    Modulus modulus = tables.modulus();
    long[] expected = new long[a.length];
    long[] factors = new long[a.length];
    for (int i = 0; i < a.length; i++) {
      expected[i] = modulus.multiply(a[i], b[i]);
      factors[i] = tables.enter(b[i]);
    }
    long[] results = new long[a.length];
    long clocks = model.multiply(a, factors, results);
    assertThat(results).as("products modulo %s", modulus).isEqualTo(expected);
    assertThat(clocks).isEqualTo(core.productClocksOfRow(tables.tables().logN()));
  }

  /// The transform of a row by the reference backend.
  private static long[] reference(CoreTables tables, long[] row) {
    int logN = tables.tables().logN();
    RnsBasis basis = RnsBasis.of(tables.modulus());
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    RnsView<Coeff> in = graph.input("x", Domain.COEFF, 1, basis);
    RnsView<Eval> out = graph.output("y", Domain.EVAL, 1, basis);
    graph.nttInto(in, out);
    try (Device device = Backends.open("reference", DeviceOptions.defaults());
        DeviceBuffer x = device.allocate(in.shape());
        DeviceBuffer y = device.allocate(out.shape());
        Executable executable = device.compile(graph.build(), Reuse.ONCE)) {
      x.upload(row);
      Bindings bindings = executable.newBindings().bind("x", x).bind("y", y);
      executable.run(bindings);
      return y.download();
    }
  }
}
