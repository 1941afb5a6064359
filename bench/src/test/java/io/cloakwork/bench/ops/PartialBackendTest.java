package io.cloakwork.bench.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.bench.floors.Arithmetic;
import io.cloakwork.bench.floors.Form;
import io.cloakwork.bench.floors.Lane;
import io.cloakwork.bench.floors.Probed;
import io.cloakwork.bench.probe.DeviceProbe;
import io.cloakwork.bench.timing.Effort;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.graph.RnsOp;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A backend that has only some operations, and only primes of 50 bits, gets its rows for those.
class PartialBackendTest {

  private static final Parameters SMALL =
      new ParametersLiteral(
              6, List.of(50, 40, 40), List.of(50), 40, 3, 5, SecurityPolicy.INSECURE_FOR_TESTING)
          .validate();

  private static final Arithmetic REDUCED = new Arithmetic(Lane.FAST, Form.REDUCED);

  private static Device device(Set<Class<? extends RnsOp>> operations) {
    return new PartialDevice(
        Backends.open("reference", DeviceOptions.defaults()),
        new Capabilities(4, 17, 50, operations));
  }

  private static OpsBenchmark.Results run(Device device, String... names) {
    return new OpsBenchmark(SMALL, device, Selection.of(List.of(names)), 1)
        .run(Effort.quick(Duration.ofMillis(2)), _ -> {});
  }

  @Test
  void whatItHasIsMeasuredAndTheRestIsSaid() {
    try (Device device = device(Set.of(RnsOp.Ntt.class, RnsOp.Intt.class, RnsOp.Add.class))) {
      OpsBenchmark.Results results = run(device, "ntt", "rotate", "rns_add", "rns_mod_down");
      assertThat(results.measurements())
          .extracting(Measurement::op)
          .containsExactly("ntt", "rns_add");
      assertThat(results.refused())
          .startsWith(
              "operations of the scheme need more than the device has: "
                  + "operation Sub is not supported")
          .contains("rns_mod_down: operation ModDown is not supported")
          .anyMatch(reason -> reason.startsWith("rns_add_wide: prime "));
      assertThat(device.allocatedBytes()).isZero();
    }
  }

  @Test
  void withoutTransformsThereAreNoneOfThoseEither() {
    try (Device device = device(Set.of(RnsOp.Add.class))) {
      OpsBenchmark.Results results = run(device, "ntt", "rns_add");
      assertThat(results.measurements()).extracting(Measurement::op).containsExactly("rns_add");
      assertThat(results.refused()).contains("transforms: operation Ntt is not supported");
    }
  }

  @Test
  void theProbeMeasuresWhatThereIs() {
    try (Device device = device(Set.of(RnsOp.Copy.class, RnsOp.Ntt.class, RnsOp.Intt.class))) {
      Probed probed = DeviceProbe.measure(device, Duration.ofMillis(1));
      assertThat(probed.products()).containsOnlyKeys(REDUCED);
      assertThat(probed.products().get(REDUCED).source()).endsWith("transforms");
      assertThat(probed.bandwidth().orElseThrow().points())
          .allSatisfy(point -> assertThat(point.program()).isEqualTo("copy"));
    }
    try (Device none = device(Set.of())) {
      Probed probed = DeviceProbe.measure(none, Duration.ofMillis(1));
      assertThat(probed.products()).isEmpty();
      assertThat(probed.bandwidth()).isEmpty();
    }
  }
}
