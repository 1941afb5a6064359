package io.cloakwork.cost;

import io.cloakwork.hardware.profiles.facts.DeviceFacts;
import io.cloakwork.hardware.profiles.facts.DeviceKind;
import io.cloakwork.hardware.profiles.facts.Quantity;
import java.util.OptionalDouble;

/// A machine profile of an FPGA that is filled with the cores of `kernels/fpga`: their clocks are
/// counted in simulation, the board's limits say how many fit and what their memory delivers. Each
/// core works on a row of its own; words are 64 bits in memory, and every pass over a row reads and
/// writes memory, beside the arithmetic.
///
/// What is not measured is said in the profile's caveat: that the cores reach the clock, and the
/// parts of the board that they may use.
final class FpgaProfile {

  /// Sixteen butterflies a core: a transform of 2^16 words keeps a bank of memory busy.
  private static final FpgaCore CORE = new FpgaCore(4);

  /// The longest transform that a core has room for.
  private static final int LOG_N = 16;

  /// Multipliers and memory that cores take; the rest is for what moves their words.
  private static final double FILLED = 0.7;

  private static final double BANDWIDTH = 0.8;

  // A meeting on the chip, and handing over an instruction stream through a driver: assumptions.
  private static final double STAGE_NANOS = 1_000;
  private static final double RUN_NANOS = 30_000;

  /// Primes above 2^50 need words of 64 bits: twice the multipliers.
  private static final double WIDE_LANE = 2;

  private final DeviceFacts facts;
  private final int cores;
  private final double clocksPerNano;

  private FpgaProfile(DeviceFacts facts) {
    this.facts = facts;
    this.cores = cores(facts);
    this.clocksPerNano = facts.clockHertz() * 1e-9;
  }

  /// @throws ProfileException if it is no FPGA or not a single core fits
  static MachineProfile of(DeviceFacts facts) {
    if (facts.kind() != DeviceKind.FPGA) {
      throw new IllegalArgumentException(facts.path() + " is no FPGA");
    }
    return new FpgaProfile(facts).profile();
  }

  /// As many as the multipliers and the memory on the chip allow: a core has two rows, one at work
  /// and one on its way, and two tables of twiddles.
  private static int cores(DeviceFacts facts) {
    int multipliers = FpgaCore.multipliers(LOG_N) * CORE.lanes();
    double bytes = 4 * Math.scalb(FpgaCore.WORD_BITS / 8.0, LOG_N);
    double onChip =
        facts.require(Quantity.BLOCK_RAM_BYTES) + facts.find(Quantity.ULTRA_RAM_BYTES).orElse(0);
    int fit =
        (int)
            Math.min(
                FILLED * facts.require(Quantity.DSP_BLOCKS) / multipliers, FILLED * onChip / bytes);
    if (fit < 1) {
      throw new ProfileException(
          "no profile can be derived from %s: it has no room for a core of %d lanes and 2^%d words"
              .formatted(facts.path(), CORE.lanes(), LOG_N));
    }
    return fit;
  }

  private MachineProfile profile() {
    WordCosts words =
        new WordCosts(word(1, 3), word(1, 2), word(1, 1), word(1, 0), word(1, 4), word(1, 0));
    OptionalDouble link = facts.find(Quantity.HOST_LINK_BYTES_PER_SECOND);
    return new DerivedProfile(
            facts,
            caveat(),
            cores,
            1,
            this::transform,
            words,
            WIDE_LANE,
            memoryBytesPerNano(),
            link,
            STAGE_NANOS,
            RUN_NANOS)
        .toProfile();
  }

  private double transform(int logN) {
    double clocks = CORE.transformClocks(logN);
    return Math.max(clocks / clocksPerNano, moved(2) * Math.scalb(1.0, logN));
  }

  /// Nanoseconds a word: so many products one after the other, or so many words moved.
  private double word(double products, int wordsMoved) {
    return Math.max(products / (CORE.lanes() * clocksPerNano), moved(wordsMoved));
  }

  private double moved(int words) {
    return words * Long.BYTES / memoryBytesPerNano();
  }

  /// A core's part of the memory.
  private double memoryBytesPerNano() {
    return BANDWIDTH * facts.memoryBytesPerSecond() * 1e-9 / cores;
  }

  private String caveat() {
    return "times are of %d cores of %d lanes (kernels/fpga, clocks counted in simulation) at %.0f MHz, which no board has confirmed, in %.0f %% of %s (%s), at %.0f %% of its memory's bandwidth%s"
        .formatted(
            cores,
            CORE.lanes(),
            facts.clockHertz() * 1e-6,
            100 * FILLED,
            facts.name(),
            facts.path(),
            100 * BANDWIDTH,
            facts.isChecked(Quantity.CLOCK_HERTZ).orElse(false)
                    && facts.isChecked(Quantity.DSP_BLOCKS).orElse(false)
                ? ""
                : "; some of its limits have not been checked against a document");
  }
}
