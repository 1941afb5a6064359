package io.cloakwork.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Profiles of boards that are filled with the cores of `kernels/fpga`.
class FpgaProfileTest {

  private static MachineProfile derived(String device) {
    return MachineProfiles.derived(device, Optional.empty()).orElseThrow();
  }

  /// By hand for the Alveo U280: 0.7 of 9,024 multipliers in cores of 16 lanes of 15 each allow 26,
  /// 0.7 of 44.7 MB in cores of 4 · 2^16 words of 50 bits allow 19.
  @Test
  void theBoardDecidesHowManyCoresThereAre() {
    MachineProfile profile = derived("alveo-u280");
    assertThat(profile.threads()).isEqualTo(19);
    assertThat(profile.caveat()).contains("19 cores of 16 lanes", "300 MHz", "no board");
  }

  /// A pass over 2^14 words is 512 groups of 32 words and the way of the last one, 26 clocks after
  /// it: 14 passes at 300 MHz. Memory has 0.8 · 460 GB/s ÷ 19 for a core, 16 bytes a word.
  @Test
  void aTransformTakesItsClocksOrItsBytes() {
    MachineProfile profile = derived("alveo-u280");
    double clocks = 14 * (512 + 26);
    double bytes = 16 * (1 << 14);
    double memory = bytes / (0.8 * 460 / 19);
    assertThat(new FpgaCore(4).transformClocks(14)).isEqualTo((long) clocks);
    assertThat(profile.nanosPerRow(RowWork.FORWARD_TRANSFORM, 14))
        .isCloseTo(Math.max(clocks / 0.3, memory), within(1e-6));
  }

  @Test
  void wordsCrossTheLinkAtItsRate() {
    assertThat(derived("alveo-u280").transferSeconds(16_000_000_000L)).isCloseTo(1, within(1e-9));
    assertThat(MachineProfiles.named(MachineProfiles.ZEN5).transferSeconds(1L << 40)).isZero();
  }

  @Test
  void aRowNeedsFourWordsForEachLane() {
    assertThatThrownBy(() -> new FpgaCore(4).transformClocks(5))
        .hasMessage("2^5 words are too few for 16 lanes");
  }
}
