package io.cloakwork.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.bench.floors.Arithmetic;
import io.cloakwork.bench.floors.Bandwidth;
import io.cloakwork.bench.floors.Form;
import io.cloakwork.bench.floors.Lane;
import io.cloakwork.bench.floors.Probed;
import io.cloakwork.bench.floors.Rate;
import io.cloakwork.bench.floors.Work;
import io.cloakwork.bench.ops.PartialDevice;
import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.ParameterFacts;
import io.cloakwork.bench.result.Timing;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.graph.RnsOp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenDeviceTest {

  private static final DeviceTarget TARGET = new DeviceTarget("reference", 0, 0);
  private static final double SECOND_IN_MICROS = 1e6;

  /// A probe that something else had the machine for: a thousand products a second.
  private static final Probed DISTURBED =
      new Probed(
          1,
          Map.of(new Arithmetic(Lane.FAST, Form.REDUCED), new Rate(1e3, "probe: transforms")),
          Optional.of(new Bandwidth(List.of(new Bandwidth.Point(1 << 20, 1e9, "copy")))));

  private final List<String> doubts = new ArrayList<>();

  private final Job.JobListener listener =
      new Job.JobListener() {
        @Override
        public void doing(String what) {}

        @Override
        public void done(double part) {}

        @Override
        public void note(String sentence) {}

        @Override
        public void doubt(String sentence) {
          doubts.add(sentence);
        }
      };

  private static OpenDevice open(Device device) {
    return new OpenDevice(TARGET, device, Duration.ofMillis(1), DISTURBED);
  }

  /// Copies only, so that it is probed in no time.
  private static Device device(Set<Class<? extends RnsOp>> operations) {
    return new PartialDevice(
        Backends.open("reference", DeviceOptions.defaults()),
        new Capabilities(4, 17, 50, operations));
  }

  private static BenchRow row(OpenDevice device, String op) {
    return BenchRow.op(
        device.implementation("1"),
        op,
        ParameterFacts.named("P1"),
        1,
        1,
        Timing.ofMicros(SECOND_IN_MICROS));
  }

  private static Floor floor(double micros) {
    return new Floor(micros, OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
  }

  @Test
  void aProbeThatWasDisturbedIsRepeated() {
    Work work = Work.products(Lane.FAST, Form.REDUCED, 100_000);
    try (Device device = device(Set.of(RnsOp.Copy.class, RnsOp.Ntt.class, RnsOp.Intt.class))) {
      OpenDevice open = open(device);
      assertThat(open.floor(List.of(work)).orElseThrow().micros())
          .isEqualTo(100 * SECOND_IN_MICROS);
      List<BenchRow> rows =
          open.withinLimits(
              () -> List.of(row(open, "ntt").withFloor(open.floor(List.of(work)).orElseThrow())),
              listener);
      assertThat(rows).singleElement().matches(row -> row.achieved().orElseThrow() < 1);
      assertThat(doubts).isEmpty();
    }
  }

  @Test
  void whatBeatsItsFloorByMoreThanNoiseIsSaid() {
    try (Device device = device(Set.of(RnsOp.Copy.class))) {
      OpenDevice open = open(device);
      List<BenchRow> rows =
          open.withinLimits(
              () ->
                  List.of(
                      row(open, "rns_add").withFloor(floor(0.9 * SECOND_IN_MICROS)),
                      row(open, "rns_sub").withFloor(floor(1.04 * SECOND_IN_MICROS)),
                      row(open, "rns_mul").withFloor(floor(1.06 * SECOND_IN_MICROS)),
                      row(open, "encode")),
              listener);
      assertThat(rows).extracting(BenchRow::beatsFloor).containsExactly(false, false, true, false);
      assertThat(rows.get(2).achieved()).as("nothing is clamped").hasValue(1.06);
      assertThat(doubts)
          .containsExactly(
              "rns_mul took 1000000.0 us, less than its floor of 1060000.0 us: a peak of the device"
                  + " or a count is too low, and the floor is none (probed 5 times)");
    }
  }
}
