package io.cloakwork.conformance.scheme;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.ConformanceFailure;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.hash.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// Computes one operation of the scheme on candidate and oracle from the same seed and compares the
/// SHA-256 of every result.
///
/// @param set the parameters
/// @param operation what is computed
/// @param logN log2 of the ring degree
/// @param batch ciphertexts an operand
/// @param seed of keys, errors and messages
record SchemeCase(SchemeSet set, SchemeOperation operation, int logN, int batch, long seed)
    implements ConformanceCase {

  @Override
  public String name() {
    return "scheme/%s/%s-n%d-batch%d".formatted(set.label(), operation.label(), logN, batch);
  }

  @Override
  public Optional<String> unsupportedReason(Capabilities capabilities) {
    if (logN < capabilities.minLogN() || logN > capabilities.maxLogN()) {
      return Optional.of(
          "ring degree 2^%d is not in [2^%d, 2^%d]"
              .formatted(logN, capabilities.minLogN(), capabilities.maxLogN()));
    }
    if (set.widest(logN) > capabilities.maxModulusBits()) {
      return Optional.of(
          "the scheme cases with %s have primes of %d bits, more than %d"
              .formatted(set.label(), set.widest(logN), capabilities.maxModulusBits()));
    }
    // The scheme uses the whole vocabulary, so nothing less will do.
    return Capabilities.all().operations().stream()
        .filter(needed -> !capabilities.operations().contains(needed))
        .map(Class::getSimpleName)
        .sorted()
        .findFirst()
        .map("operation %s is not supported"::formatted);
  }

  @Override
  public void run(TestBed bed) {
    List<String> expected = hashes(bed.oracle());
    List<String> actual = hashes(bed.candidate());
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.get(i).equals(actual.get(i))) {
        throw new ConformanceFailure(
            "result %d of %s has SHA-256 %s, should be %s (seed %d)"
                .formatted(i, operation.label(), actual.get(i), expected.get(i), seed));
      }
    }
  }

  /// The SHA-256 of each result on `device`.
  List<String> hashes(Device device) {
    try (SchemeSetting setting = new SchemeSetting(device, set.parameters(logN), batch, seed)) {
      return operation.run(setting).stream().map(SchemeCase::hash).toList();
    }
  }

  private static String hash(DeviceBuffer buffer) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(buffer.shape().bytes()));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(buffer.download());
    return Sha256.hex(bytes.array());
  }
}
