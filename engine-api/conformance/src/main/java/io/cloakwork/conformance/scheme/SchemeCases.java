package io.cloakwork.conformance.scheme;

import io.cloakwork.conformance.ConformanceCase;
import java.util.ArrayList;
import java.util.List;

/// Every operation of the scheme on every kind of parameters, one and several ciphertexts at a time
/// over a small ring, and the plain ones over a ring of real size.
public final class SchemeCases {

  private static final int BATCH = 3;
  private static final int LARGE_LOG_N = 13;

  private SchemeCases() {}

  public static List<ConformanceCase> all(int smallLogN, long seed) {
    List<ConformanceCase> all = new ArrayList<>();
    for (SchemeSet set : SchemeSet.values()) {
      for (SchemeOperation operation : SchemeOperation.values()) {
        all.add(new SchemeCase(set, operation, smallLogN, 1, seed));
        all.add(new SchemeCase(set, operation, smallLogN, BATCH, seed));
      }
    }
    for (SchemeOperation operation : SchemeOperation.values()) {
      all.add(new SchemeCase(SchemeSet.PAIRED, operation, LARGE_LOG_N, 1, seed));
    }
    return List.copyOf(all);
  }
}
