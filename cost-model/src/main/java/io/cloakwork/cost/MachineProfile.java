package io.cloakwork.cost;

/// What work costs on one kind of machine, measured there or, with a caveat, derived from its
/// limits. Predictions depend on nothing else, so that they are the same wherever a network is
/// compiled.
///
/// @param name what a program file says it was compiled for
/// @param fingerprint SHA-256 of the profile's numbers: profiles with one fingerprint predict the
///   same
/// @param caveat what a user must know about the numbers, one sentence; empty if they were measured
/// @param threads that run a graph together
/// @param parallelEfficiency what each thread after the first adds, in (0, 1]
/// @param wideLaneFactor how much longer work takes modulo primes of more than 50 bits
/// @param memoryBytesPerNano what one thread reads from memory
/// @param hostLinkBytesPerNano what the link to the host carries, one way; infinite if the device
///   computes in the host's memory
/// @param stageNanos for each meeting of the threads
/// @param runNanos for handing one graph to the device and waiting for it
public record MachineProfile(
    String name,
    String fingerprint,
    String caveat,
    int threads,
    double parallelEfficiency,
    TransformTimes forward,
    TransformTimes inverse,
    WordCosts words,
    double wideLaneFactor,
    double memoryBytesPerNano,
    double hostLinkBytesPerNano,
    double stageNanos,
    double runNanos) {

  /// The same machine with another number of threads, under the same name and fingerprint.
  ///
  /// @throws ProfileException if it is not positive
  public MachineProfile withThreads(int count) {
    if (count < 1) {
      throw new ProfileException("a machine profile for %d threads".formatted(count));
    }
    return new MachineProfile(
        name,
        fingerprint,
        caveat,
        count,
        parallelEfficiency,
        forward,
        inverse,
        words,
        wideLaneFactor,
        memoryBytesPerNano,
        hostLinkBytesPerNano,
        stageNanos,
        runNanos);
  }

  /// Predicted seconds of one run.
  public double seconds(GraphCost cost) {
    double work =
        nanos(cost.fast(), cost.logN())
            + wideLaneFactor * nanos(cost.wide(), cost.logN())
            + cost.streamedBytes() / memoryBytesPerNano;
    double speedUp = 1 + (threads - 1) * parallelEfficiency;
    return (work / speedUp + cost.stages() * stageNanos + runNanos) * 1e-9;
  }

  /// Where those seconds go; nothing crosses the link to the host in a run.
  public RunTime time(GraphCost cost) {
    double transforms = 0;
    double words = 0;
    for (RowWork work : RowWork.values()) {
      double rows = cost.fast().of(work) + wideLaneFactor * cost.wide().of(work);
      double nanos = rows * nanosPerRow(work, cost.logN());
      if (work.isTransform()) {
        transforms += nanos;
      } else {
        words += nanos;
      }
    }
    double speedUp = 1 + (threads - 1) * parallelEfficiency;
    return new RunTime(
        1e-9 * transforms / speedUp,
        1e-9 * words / speedUp,
        1e-9 * cost.streamedBytes() / memoryBytesPerNano / speedUp,
        1e-9 * (cost.stages() * stageNanos + runNanos),
        0);
  }

  /// Seconds that so many bytes take between the host and the device.
  public double transferSeconds(long bytes) {
    return 1e-9 * bytes / hostLinkBytesPerNano;
  }

  private double nanos(RowCounts counts, int logN) {
    double sum = 0;
    for (RowWork work : RowWork.values()) {
      sum += counts.of(work) * nanosPerRow(work, logN);
    }
    return sum;
  }

  /// Nanoseconds on one thread for one row of 2^logN words, a prime of the fast lane.
  public double nanosPerRow(RowWork work, int logN) {
    double degree = Math.scalb(1.0, logN);
    return switch (work) {
      case FORWARD_TRANSFORM -> forward.nanos(logN);
      case INVERSE_TRANSFORM -> inverse.nanos(logN);
      case PRODUCT_TERM -> words.productTerm() * degree;
      case CONVERSION -> words.conversion() * degree;
      case CONVERSION_TERM -> words.conversionTerm() * degree;
      case AUTOMORPHISM -> words.automorphism() * degree;
      case COMBINATION_TERM -> words.combinationTerm() * degree;
      case ELEMENT_WISE -> words.elementWise() * degree;
    };
  }
}
