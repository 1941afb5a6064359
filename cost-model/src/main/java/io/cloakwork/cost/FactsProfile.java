package io.cloakwork.cost;

import io.cloakwork.hardware.profiles.facts.DeviceFacts;
import io.cloakwork.hardware.profiles.facts.DeviceKind;
import io.cloakwork.hardware.profiles.facts.Quantity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A machine profile made from the limits of a device that nobody has calibrated: a roofline
/// (Williams, Waterman and Patterson, CACM 52(4), 2009). Each kind of work takes as long as its
/// arithmetic or its bytes, whichever is longer, at the part of the peak that kernels are taken to
/// reach.
///
/// How a GPU's kernels are built is taken from tuning files where there are any: which arithmetic
/// primes below 2^50 use, and up to which length a transform is one pass over memory. A processor's
/// have no such choices.
///
/// Operations a word, of double-precision multiply-adds and of 32-bit integer ones: a modular
/// product is six of the former (four FMA, two additions), or two high and one low 64-bit product,
/// about 20 of the latter; a butterfly makes two words.
final class FactsProfile {

  /// Parts of the peaks that are reached, as a round number: the calibrated profile of Zen 5 has
  /// 0.5 to 0.6 of the peak in transforms and 0.3 to 0.5 elsewhere.
  private static final double ARITHMETIC = 0.5;

  private static final double BANDWIDTH = 0.8;

  // On several cores, as in the calibrated profiles.
  private static final double CORES_TOGETHER = 0.8;

  // What a core moves to and from its own caches.
  private static final double CACHE_BYTES_PER_CLOCK = 32;

  // A launch, or a meeting of threads; and handing over a graph.
  private static final double GPU_STAGE_NANOS = 5_000;
  private static final double GPU_RUN_NANOS = 15_000;
  private static final double CPU_STAGE_NANOS = 3_000;
  private static final double CPU_RUN_NANOS = 20_000;

  // Lanes of primes of more than 50 bits, on processors that do most in doubles.
  private static final double CPU_WIDE_LANE = 1.7;

  private final DeviceFacts facts;
  private final double threads;
  private final Lane fast;
  private final Lane wide;
  private final Optional<TunedKernels> tuned;

  /// An arithmetic: what a thread does a nanosecond, and how much a word needs.
  private record Lane(double perNano, double butterfly, double product, double sum) {

    double transform(int logN) {
      return butterfly / 2 * logN / perNano;
    }
  }

  private FactsProfile(DeviceFacts facts, Optional<Path> userFolder) {
    this.facts = facts;
    this.threads = facts.computeUnits();
    Lane doubles = lane(Quantity.FP64_FMA_PER_SECOND, 8, 6, 4);
    Lane words = lane(Quantity.INT32_MULADD_PER_SECOND, 24, 20, 8);
    if (doubles == null && words == null) {
      throw new ProfileException(
          "no profile can be derived from %s: neither %s nor %s is known of it"
              .formatted(
                  facts.path(),
                  Quantity.FP64_FMA_PER_SECOND.jsonName(),
                  Quantity.INT32_MULADD_PER_SECOND.jsonName()));
    }
    this.wide = words;
    boolean doublesAreBetter =
        doubles != null && (words == null || doubles.transform(1) <= words.transform(1));
    List<Boolean> lanes =
        doubles == null || words == null
            ? List.of(doublesAreBetter)
            : List.of(doublesAreBetter, !doublesAreBetter);
    this.tuned =
        facts.kind() == DeviceKind.GPU
            ? Optional.of(TunedKernels.ofGpu(facts, lanes, userFolder))
            : Optional.empty();
    this.fast = tuned.map(TunedKernels::usesDoubles).orElse(doublesAreBetter) ? doubles : words;
  }

  private Lane lane(Quantity rate, double butterfly, double product, double sum) {
    OptionalDouble perSecond = facts.find(rate);
    return perSecond.isEmpty()
        ? null
        : new Lane(ARITHMETIC * perSecond.getAsDouble() * 1e-9 / threads, butterfly, product, sum);
  }

  /// The profile of a device, of all its units; [FpgaProfile] has those of FPGAs, whose speed is
  /// the design's.
  ///
  /// @param userFolder this user's tuning files, or empty to use none
  /// @throws ProfileException if too little is known, or a tuning file is broken
  static MachineProfile of(DeviceFacts facts, Optional<Path> userFolder) {
    if (facts.kind() == DeviceKind.FPGA) {
      return FpgaProfile.of(facts);
    }
    return new FactsProfile(facts, userFolder).profile();
  }

  private MachineProfile profile() {
    boolean isCpu = facts.kind() == DeviceKind.CPU;
    WordCosts words =
        new WordCosts(
            word(fast.product(), 3),
            word(fast.sum(), 2),
            word(fast.product(), 1),
            word(fast.sum(), 0),
            word(0, 4),
            word(fast.sum() / 2, 0));
    return new DerivedProfile(
            facts,
            caveat(),
            (int) threads,
            isCpu ? CORES_TOGETHER : 1,
            this::transform,
            words,
            wideLaneFactor(),
            memoryBytesPerNano(),
            isCpu ? OptionalDouble.empty() : facts.find(Quantity.HOST_LINK_BYTES_PER_SECOND),
            isCpu ? CPU_STAGE_NANOS : GPU_STAGE_NANOS,
            isCpu ? CPU_RUN_NANOS : GPU_RUN_NANOS)
        .toProfile();
  }

  /// Two passes over memory where a row does not fit into a tile, or what a core has for itself.
  private double transform(int logN) {
    double words = Math.scalb(1.0, logN);
    double atOnce =
        tuned
            .map(kernels -> Math.scalb(1.0, kernels.logTile()))
            .orElse(facts.find(Quantity.L2_BYTES_PER_UNIT).orElse(0) / Long.BYTES);
    int passes = words <= atOnce ? 1 : 2;
    double moved = 2 * passes * Long.BYTES / nearBytesPerNano();
    return words * Math.max(fast.transform(logN), moved);
  }

  /// Nanoseconds a word: arithmetic, or so many words moved.
  private double word(double operations, int wordsMoved) {
    return Math.max(operations / fast.perNano(), wordsMoved * Long.BYTES / nearBytesPerNano());
  }

  private double wideLaneFactor() {
    if (facts.kind() == DeviceKind.CPU || wide == null) {
      return CPU_WIDE_LANE;
    }
    return Math.max(1, wide.transform(1) / fast.transform(1));
  }

  /// What a thread moves where rows are between two passes: a core's caches, a GPU's memory.
  private double nearBytesPerNano() {
    return facts.kind() == DeviceKind.CPU
        ? CACHE_BYTES_PER_CLOCK * facts.clockHertz() * 1e-9
        : memoryBytesPerNano();
  }

  /// One thread's part, so that all threads together have the whole.
  private double memoryBytesPerNano() {
    double together = facts.kind() == DeviceKind.CPU ? 1 + (threads - 1) * CORES_TOGETHER : threads;
    return BANDWIDTH * facts.memoryBytesPerSecond() * 1e-9 / together;
  }

  private String caveat() {
    boolean isChecked =
        facts.isChecked(Quantity.MEMORY_BYTES_PER_SECOND).orElse(false)
            && facts.isChecked(Quantity.FP64_FMA_PER_SECOND).orElse(true)
            && facts.isChecked(Quantity.INT32_MULADD_PER_SECOND).orElse(true);
    return "times are derived from the limits of %s (%s), %.0f %% of its arithmetic and %.0f %% of its bandwidth, all its units busy; they are not calibrated there%s%s"
        .formatted(
            facts.name(),
            facts.path(),
            100 * ARITHMETIC,
            100 * BANDWIDTH,
            tuned.map(kernels -> "; kernels with " + kernels.evidence()).orElse(""),
            isChecked ? "" : "; some of these limits have not been checked against a document");
  }
}
