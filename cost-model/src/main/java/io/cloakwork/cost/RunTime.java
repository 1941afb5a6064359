package io.cloakwork.cost;

/// Where the predicted time of a run goes, in seconds. In this model the parts follow each other:
/// no device overlaps arithmetic with what it reads for the first time.
///
/// @param transforms forward and inverse transforms
/// @param words everything else that is done to words: products, sums, conversions, permutations
/// @param memory reading inputs, keys and weights, and writing outputs, once each
/// @param overhead handing the run over, and meetings of the device's units
/// @param transfers what crosses the link between the host and a device with memory of its own
public record RunTime(
    double transforms, double words, double memory, double overhead, double transfers) {

  /// No time at all.
  public static final RunTime NONE = new RunTime(0, 0, 0, 0, 0);

  public double seconds() {
    return transforms + words + memory + overhead + transfers;
  }

  public RunTime plus(RunTime next) {
    return new RunTime(
        transforms + next.transforms,
        words + next.words,
        memory + next.memory,
        overhead + next.overhead,
        transfers + next.transfers);
  }

  /// The same run with so much more of the link.
  public RunTime withTransfers(double seconds) {
    return new RunTime(transforms, words, memory, overhead, transfers + seconds);
  }

  /// Each part divided by `count`: what one of so many that share the run has to bear.
  public RunTime dividedBy(double count) {
    return new RunTime(
        transforms / count, words / count, memory / count, overhead / count, transfers / count);
  }
}
