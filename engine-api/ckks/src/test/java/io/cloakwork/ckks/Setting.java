package io.cloakwork.ckks;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A device, parameters, keys and an evaluator for one test class.
final class Setting implements AutoCloseable {

  final Device device = Backends.open("reference", DeviceOptions.defaults());
  final Parameters parameters;
  final CkksContext context;
  final Encoder encoder;
  final TestClient client;

  Setting(Parameters parameters, long seed) {
    this.parameters = parameters;
    this.context = new CkksContext(parameters, device);
    this.encoder = new Encoder(context);
    this.client = new TestClient(context, seed);
  }

  /// Four levels of 40 bits over 2^10, digits of two primes.
  static Parameters small() {
    return parameters(10, List.of(50, 40, 40, 40, 40), List.of(50, 50), 3, 5);
  }

  /// One prime a digit, one special prime, generator 3.
  static Parameters sealLayout() {
    return parameters(10, List.of(50, 40, 40, 40), List.of(50), 4, 3);
  }

  static Parameters parameters(
      int logN, List<Integer> q, List<Integer> p, int digits, int generator) {
    return new ParametersLiteral(
            logN, q, p, 40, digits, generator, SecurityPolicy.INSECURE_FOR_TESTING)
        .validate();
  }

  /// An evaluator with keys for relinearisation, conjugation and these rotations, at every level.
  Evaluator evaluator(int... rotations) {
    SortedMap<KeyId, Integer> levels = new TreeMap<>();
    levels.put(KeyId.relinearization(), parameters.maxLevel());
    levels.put(KeyId.galois(parameters.conjugation()), parameters.maxLevel());
    for (int steps : rotations) {
      levels.put(KeyId.galois(parameters.rotation(steps)), parameters.maxLevel());
    }
    KeyRequest request = new KeyRequest(parameters.id(), Collections.unmodifiableSortedMap(levels));
    return new Evaluator(context, client.answer(request));
  }

  /// Checks that `actual` is `expected` to `bits` bits: −log2 of the largest error.
  static void assertClose(SlotVector actual, SlotVector expected, double bits) {
    PrecisionStatistics statistics = PrecisionStatistics.of(expected, actual);
    assertThat(statistics.norm().min()).as("%s", statistics).isGreaterThan(bits);
  }

  static double precision(SlotVector actual, SlotVector expected) {
    return PrecisionStatistics.of(expected, actual).norm().min();
  }

  @Override
  public void close() {
    context.close();
    device.close();
  }
}
