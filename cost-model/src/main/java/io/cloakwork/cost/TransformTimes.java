package io.cloakwork.cost;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Measured times of transforms.
///
/// @param nanosByLogN nanoseconds on one thread for a row of 2^logN words
public record TransformTimes(SortedMap<Integer, Double> nanosByLogN) {

  public TransformTimes {
    if (nanosByLogN.isEmpty()) {
      throw new IllegalArgumentException("a transform needs the time of at least one size");
    }
    nanosByLogN = Collections.unmodifiableSortedMap(new TreeMap<>(nanosByLogN));
  }

  /// Nanoseconds for a row; of a size that was not measured, as many a word and pass as of the
  /// nearest one.
  public double nanos(int logN) {
    int nearest = Math.clamp(logN, nanosByLogN.firstKey(), nanosByLogN.lastKey());
    if (!nanosByLogN.containsKey(nearest)) {
      nearest = nanosByLogN.headMap(nearest).lastKey();
    }
    double passes = Math.scalb((double) logN, logN) / Math.scalb((double) nearest, nearest);
    return nanosByLogN.get(nearest) * passes;
  }
}
