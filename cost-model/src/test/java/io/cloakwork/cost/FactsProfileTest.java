package io.cloakwork.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Profiles of machines that nobody has calibrated.
class FactsProfileTest {

  private static MachineProfile derived(String device) {
    return MachineProfiles.derived(device, Optional.empty()).orElseThrow();
  }

  static Iterable<String> devices() {
    return MachineProfiles.derivable();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyDeviceWithARateHasAProfileThatSaysWhatItIs(String device) {
    MachineProfile profile = derived(device);
    assertThat(profile.name()).startsWith("derived-");
    assertThat(profile.caveat()).contains(device).containsAnyOf("not calibrated", "no board");
    for (RowWork work : RowWork.values()) {
      assertThat(profile.nanosPerRow(work, 14)).isPositive();
    }
  }

  @Test
  void calibratedProfilesHaveNoCaveat() {
    for (String name : MachineProfiles.names()) {
      assertThat(MachineProfiles.named(name).caveat()).isEmpty();
    }
  }

  /// The processor that was calibrated, from its limits alone: no kind of work is further off than
  /// a factor of two.
  @ParameterizedTest
  @EnumSource
  void theCalibratedProcessorIsMetWithinAFactorOfTwo(RowWork work) {
    MachineProfile calibrated = MachineProfiles.named(MachineProfiles.ZEN5);
    MachineProfile derived = derived("amd/epyc-9755");
    for (int logN = 13; logN <= 16; logN++) {
      double ratio = derived.nanosPerRow(work, logN) / calibrated.nanosPerRow(work, logN);
      assertThat(ratio).as("2^%d", logN).isBetween(0.5, 2.0);
    }
  }

  /// 36 limbs of 2^16: at least as long as eight operations a butterfly take at the peak and not
  /// longer than three times that and the bytes of two passes.
  @Test
  void transformsOfAGpuAreBetweenItsFloorAndThreeTimesThat() {
    MachineProfile h200 = derived("h200");
    RowCounts rows = new RowCounts(Map.of(RowWork.FORWARD_TRANSFORM, 36L));
    double seconds = h200.seconds(new GraphCost(16, rows, new RowCounts(Map.of()), 0, 0));
    double arithmetic = 36 * Math.scalb(1.0, 16) * 16 * 4 / 16.7e12;
    double memory = 36 * Math.scalb(1.0, 16) * 32 / 4.8e12;
    double launch = h200.runNanos() * 1e-9;
    assertThat(seconds - launch).isBetween(arithmetic, 3 * (arithmetic + memory));
  }

  @Test
  void allUnitsTogetherHaveTheDevicesBandwidth() {
    MachineProfile h200 = derived("nvidia/h200-sxm");
    GraphCost copy =
        new GraphCost(16, new RowCounts(Map.of()), new RowCounts(Map.of()), 4_800_000_000L, 0);
    assertThat(h200.seconds(copy)).isCloseTo(1e-3 / 0.8, within(5e-5));
  }

  /// A sixty-fourth of the rate in doubles makes words the better lane, and wide primes no slower.
  @Test
  void theFasterArithmeticIsTaken() {
    MachineProfile gamer = derived("rtx-4090");
    assertThat(gamer.wideLaneFactor()).isEqualTo(1);
    assertThat(derived("h200").wideLaneFactor()).isGreaterThan(2);
    assertThat(gamer.nanosPerRow(RowWork.FORWARD_TRANSFORM, 13) / gamer.threads())
        .isLessThan(Math.scalb(1.0, 13) * 13 * 4 / (0.5 * 645));
  }

  @Test
  void tuningFilesDecideHowKernelsArePriced(@TempDir Path folder) throws IOException {
    MachineProfile untuned = derived("h200");
    assertThat(untuned.caveat())
        .contains("kernels with lane fp64 (not tuned), tile 12 (not tuned)");
    tune(folder, "nvidia-sm_90", "{\"lane\": \"int64\", \"tile\": \"14\"}");
    MachineProfile words = tuned(folder);
    assertThat(words.caveat()).contains("lane int64 (this user's nvidia-sm_90.json), tile 14");
    assertThat(words.fingerprint()).isNotEqualTo(untuned.fingerprint());
    assertThat(words.wideLaneFactor()).isEqualTo(1);
    assertThat(words.nanosPerRow(RowWork.PRODUCT_TERM, 14))
        .isGreaterThanOrEqualTo(untuned.nanosPerRow(RowWork.PRODUCT_TERM, 14));
    assertThat(words.nanosPerRow(RowWork.FORWARD_TRANSFORM, 16))
        .isGreaterThan(untuned.nanosPerRow(RowWork.FORWARD_TRANSFORM, 16));
    // The device's own file comes before its architecture's: one pass over memory instead of two.
    tune(folder, "nvidia-h200-sxm", "{\"lane\": \"fp64\"}");
    MachineProfile doubles = tuned(folder);
    assertThat(doubles.nanosPerRow(RowWork.FORWARD_TRANSFORM, 14))
        .isLessThan(untuned.nanosPerRow(RowWork.FORWARD_TRANSFORM, 14));
    assertThat(doubles.nanosPerRow(RowWork.FORWARD_TRANSFORM, 16))
        .isEqualTo(untuned.nanosPerRow(RowWork.FORWARD_TRANSFORM, 16));
  }

  @Test
  void aBrokenTuningFileIsNamed(@TempDir Path folder) throws IOException {
    Path file = tune(folder, "nvidia-sm_90", "{\"tile\": \"9\"}");
    assertThatThrownBy(() -> tuned(folder))
        .isInstanceOf(ProfileException.class)
        .hasMessageStartingWith("no profile of nvidia/h200-sxm: " + file)
        .hasMessageContaining("field tile is '9', not one of [11");
  }

  private static MachineProfile tuned(Path folder) {
    return MachineProfiles.derived("h200", Optional.of(folder)).orElseThrow();
  }

  private static Path tune(Path folder, String name, String values) throws IOException {
    Files.createDirectories(folder.resolve("cuda"));
    return Files.writeString(
        folder.resolve("cuda").resolve(name + ".json"),
        """
        {"version": 1, "kernels": "cuda", "vendor": "nvidia", "architecture": "sm_90", "device": "d",
         "provenance": {"deviceName": "a GPU", "driver": "1", "date": "2026-11-21", "tool": "test",
           "commit": "unknown", "host": "none", "seconds": 1},
         "values": %s}
        """
            .formatted(values));
  }

  @Test
  void predictionsAreTheSameEverywhere() {
    assertThat(derived("h200")).isEqualTo(derived("nvidia/h200-sxm"));
    assertThat(derived("h200").fingerprint()).isNotEqualTo(derived("h100-sxm").fingerprint());
  }

  @Test
  void whatIsAmbiguousOrUnknownIsEmpty() {
    assertThat(MachineProfiles.derived("h100", Optional.empty())).isEmpty();
    assertThat(MachineProfiles.derived("abacus", Optional.empty())).isEmpty();
  }
}
