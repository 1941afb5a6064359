package io.cloakwork.conformance;

import io.cloakwork.spi.device.Capabilities;
import java.util.Optional;

/// One thing that a backend must do. Cases are independent of each other and leave nothing behind
/// on the devices.
public interface ConformanceCase {

  /// The path of the case, unique in the suite: `op/ntt/…`, `graph/…`, `lifecycle/…`, `scheme/…`.
  String name();

  /// log2 of the ring degree that the case works with.
  int logN();

  /// Why a backend of these capabilities cannot run the case, or empty if it must.
  Optional<String> unsupportedReason(Capabilities capabilities);

  /// Runs the case.
  ///
  /// @throws ConformanceFailure if the candidate does something else than the contract says
  void run(TestBed bed);
}
