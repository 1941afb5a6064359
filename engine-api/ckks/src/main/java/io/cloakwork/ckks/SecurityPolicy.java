package io.cloakwork.ckks;

/// Which claim of security a parameter set makes; anything beyond it is refused.
public enum SecurityPolicy {
  /// 128 bits, classical, after the 2024 guidelines (ePrint 2024/463).
  GUIDELINES_2024,
  /// 128 bits, classical, after the older standard of 2018 (homomorphicencryption.org), for
  /// interchange with libraries that follow it.
  STANDARD_2018,
  /// No claim at all: small rings for tests.
  INSECURE_FOR_TESTING
}
