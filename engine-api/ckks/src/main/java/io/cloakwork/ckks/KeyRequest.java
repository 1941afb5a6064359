package io.cloakwork.ckks;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The evaluation keys that a program needs, and the level at which it needs each: what a client
/// answers.
///
/// @param parametersId [Parameters#id]
/// @param levels for each key the highest level at which it is used
public record KeyRequest(String parametersId, SortedMap<KeyId, Integer> levels) {

  public KeyRequest {
    levels = Collections.unmodifiableSortedMap(new TreeMap<>(levels));
  }

  /// A request for nothing.
  public static KeyRequest none(Parameters parameters) {
    return new KeyRequest(parameters.id(), new TreeMap<>());
  }

  /// The keys of both requests, each at the higher of its levels.
  ///
  /// @throws OperandMismatchException if they are for different parameters
  public KeyRequest union(KeyRequest other) {
    if (!parametersId.equals(other.parametersId)) {
      throw new OperandMismatchException(
          "key requests for parameters %s and %s".formatted(parametersId, other.parametersId));
    }
    SortedMap<KeyId, Integer> all = new TreeMap<>(levels);
    other.levels.forEach((id, level) -> all.merge(id, level, Math::max));
    return new KeyRequest(parametersId, all);
  }

  /// Bytes of the keys in device memory: 2 polynomials a digit over the level's primes and P.
  public long bytes(Parameters parameters) {
    return levels.values().stream()
        .mapToLong(level -> KeySwitchKey.shape(parameters, level).bytes())
        .sum();
  }
}
