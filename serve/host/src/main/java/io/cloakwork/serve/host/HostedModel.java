package io.cloakwork.serve.host;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.compiler.CompiledNetwork;
import java.time.Duration;

/// A network on a host's device: programs and encoded weights, shared by all clients.
public interface HostedModel {

  String name();

  CompiledNetwork network();

  /// What the network's ciphertexts and keys are made and read with on the host's device. The
  /// host's, which closes it.
  CkksContext context();

  /// Requests of one client that can share a ciphertext; 1 if none can.
  default int lanes() {
    return network().inputPacking().lanes();
  }

  /// How long a run of one input takes: predicted by the compiler until there are measurements.
  Duration runTime();

  /// Device memory that an accepted request holds: its input and its result.
  long requestBytes();
}
