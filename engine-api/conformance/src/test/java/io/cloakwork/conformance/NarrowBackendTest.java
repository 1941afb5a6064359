package io.cloakwork.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ForwardingDevice;
import io.cloakwork.spi.device.Probe;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A device of primes below 2^31 with transforms and element-wise operations: the suite runs what
/// it declares, in every style, and prints the rest.
class NarrowBackendTest {

  private static final int BITS = 31;
  private static final Set<Class<? extends RnsOp>> OPERATIONS =
      Set.of(
          RnsOp.Ntt.class,
          RnsOp.Intt.class,
          RnsOp.Add.class,
          RnsOp.Sub.class,
          RnsOp.Neg.class,
          RnsOp.Mul.class,
          RnsOp.MulAdd.class,
          RnsOp.MulScalar.class,
          RnsOp.Copy.class,
          RnsOp.Fill.class);

  /// The reference, of which a part is declared.
  private record Narrow(BackendProvider reference) implements BackendProvider {

    @Override
    public String name() {
      return "narrow";
    }

    @Override
    public Capabilities capabilities() {
      Capabilities all = Capabilities.all();
      return new Capabilities(all.minLogN(), all.maxLogN(), BITS, OPERATIONS);
    }

    @Override
    public Probe probe() {
      return reference.probe();
    }

    @Override
    public Device open(DeviceOptions options) {
      return new NarrowDevice(reference.open(options), capabilities());
    }
  }

  private static final class NarrowDevice extends ForwardingDevice {

    private final Capabilities capabilities;

    NarrowDevice(Device whole, Capabilities capabilities) {
      super(whole);
      this.capabilities = capabilities;
    }

    @Override
    public Executable compile(CommandGraph graph, Reuse reuse) {
      capabilities.require(graph);
      return super.compile(graph, reuse);
    }
  }

  @Test
  void whatIsDeclaredRunsAndTheRestIsPrinted() {
    Narrow narrow = new Narrow(Backends.named("reference"));
    List<ConformanceCase> cases =
        ConformanceSuite.cases(
            narrow.capabilities(), ConformanceSuite.DEFAULT_SEED, ConformanceSuite.FAST_LOG_N);
    assertThat(cases).extracting(ConformanceCase::name).doesNotHaveDuplicates();

    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ConformanceReport report =
        new ConformanceReport(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
    Map<String, Integer> passed = new HashMap<>();
    ConformanceSummary summary;
    try (TestBed bed = TestBed.open(narrow, DeviceOptions.defaults())) {
      summary =
          ConformanceRunner.run(
              cases,
              bed,
              (testCase, outcome) -> {
                report.accept(testCase, outcome);
                if (outcome instanceof Outcome.Passed) {
                  passed.merge(testCase.name().split("/", -1)[1], 1, Integer::sum);
                }
              });
    }
    report.finish();

    assertThat(summary.failed()).as(printed.toString(StandardCharsets.UTF_8)).isZero();
    for (String operation : List.of("ntt", "intt", "mul", "mul-add")) {
      assertThat(passed.getOrDefault(operation, 0)).as(operation).isGreaterThan(15);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).toLowerCase(Locale.ROOT))
        .contains("operation baseconvert is not supported")
        .contains("primes of 60 bits, more than 31");
  }

  /// A complete device gets no cases for narrow ones.
  @Test
  void aCompleteDeviceHasEveryCaseOnce() {
    List<ConformanceCase> cases =
        ConformanceSuite.cases(Capabilities.all(), ConformanceSuite.DEFAULT_SEED);
    assertThat(cases).extracting(ConformanceCase::name).doesNotHaveDuplicates();
  }
}
