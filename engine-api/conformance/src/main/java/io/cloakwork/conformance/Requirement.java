package io.cloakwork.conformance;

import java.util.Arrays;

/// The backends that must be there and skip nothing: the system property `conformance.require`, a
/// comma-separated list of names. A continuous build names what it is there to test, so that a
/// missing driver never counts as coverage.
public final class Requirement {

  /// The system property.
  public static final String PROPERTY = "conformance.require";

  private Requirement() {}

  /// Whether `backend` is required.
  public static boolean includes(String backend) {
    return Arrays.stream(System.getProperty(PROPERTY, "").split(","))
        .map(String::strip)
        .anyMatch(backend::equals);
  }
}
