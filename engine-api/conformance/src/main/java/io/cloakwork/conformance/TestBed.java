package io.cloakwork.conformance;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;

/// The devices that a case works with: the candidate, the oracle, and further candidates that a
/// case opens and closes itself.
public final class TestBed implements AutoCloseable {

  private static final String ORACLE = "reference";

  private final BackendProvider provider;
  private final DeviceOptions options;
  private final Device candidate;
  private final Device oracle;

  private TestBed(
      BackendProvider provider, DeviceOptions options, Device candidate, Device oracle) {
    this.provider = provider;
    this.options = options;
    this.candidate = candidate;
    this.oracle = oracle;
  }

  /// Opens a candidate and the oracle, which must be on the class path.
  ///
  /// @throws io.cloakwork.spi.device.BackendUnavailableException if either is not there
  public static TestBed open(BackendProvider provider, DeviceOptions options) {
    Device oracle = Backends.open(ORACLE, DeviceOptions.defaults());
    try {
      return new TestBed(provider, options, provider.open(options), oracle);
    } catch (RuntimeException e) {
      oracle.close();
      throw e;
    }
  }

  public Device candidate() {
    return candidate;
  }

  public Device oracle() {
    return oracle;
  }

  /// The candidate's provider.
  public BackendProvider provider() {
    return provider;
  }

  /// Opens one more device of the candidate's kind, which may allocate no more than `limitBytes`
  /// (0: its own limit). The caller closes it.
  public Device openAnother(long limitBytes) {
    return provider.open(options.withMemoryLimit(limitBytes));
  }

  @Override
  public void close() {
    try (oracle) {
      candidate.close();
    }
  }
}
