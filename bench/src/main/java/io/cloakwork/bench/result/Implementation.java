package io.cloakwork.bench.result;

/// Whose code ran, and where.
///
/// @param library for instance `cloakwork` or `seal`
/// @param version of the library; empty if unknown
/// @param backend what drove the device; empty if the library has none
/// @param device its name; empty if unknown
public record Implementation(String library, String version, String backend, String device) {

  /// The name that this library's rows have.
  public static final String CLOAKWORK = "cloakwork";
}
