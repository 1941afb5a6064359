package io.cloakwork.conformance.scheme;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.conformance.ConformanceSuite;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The scheme cases compare a candidate with the oracle; this compares the oracle with itself as it
/// was, so that samplers, formats and algorithms cannot drift unnoticed. A change of a hash is a
/// change of what clients and servers of different versions exchange.
class SchemeGoldenTest {

  private static final Map<SchemeOperation, String> GOLDEN =
      Map.ofEntries(
          Map.entry(SchemeOperation.ENCODE, "ae36f6c4321042c2"),
          Map.entry(SchemeOperation.PUBLIC_KEY, "74d1e5e124b958a0"),
          Map.entry(SchemeOperation.SWITCHING_KEYS, "4bf53bb1fcf8ec6c"),
          Map.entry(SchemeOperation.ENCRYPT_SECRET, "aaddc74d776be1f8"),
          Map.entry(SchemeOperation.ENCRYPT_PUBLIC, "071a23f9ac812baf"),
          Map.entry(SchemeOperation.DECRYPT, "715b79c21808b316"),
          Map.entry(SchemeOperation.ADD, "5029fa9638085acf"),
          Map.entry(SchemeOperation.MULTIPLY, "7a476a8195c232f4"),
          Map.entry(SchemeOperation.RELINEARIZE, "9c38b536776ec084"),
          Map.entry(SchemeOperation.RESCALE, "14f350c10b1d7ee4"),
          Map.entry(SchemeOperation.MULTIPLY_RELINEARIZE_RESCALE, "ab42d32edb05e853"),
          Map.entry(SchemeOperation.ROTATE, "26947630c2ecdb16"),
          Map.entry(SchemeOperation.ROTATE_HOISTED, "26947630c2ecdb16"),
          Map.entry(SchemeOperation.CONJUGATE, "e3c2e9641fdd570e"),
          Map.entry(SchemeOperation.LINEAR_TRANSFORM, "0896a4e9131e867a"),
          Map.entry(SchemeOperation.INNER_SUM, "b99c74b6535ecbc9"),
          Map.entry(SchemeOperation.POLYNOMIAL, "906cfd7849dfb4eb"));

  @Test
  void resultsUnderTheSeedAreWhatTheyWere() {
    Map<SchemeOperation, String> found = new EnumMap<>(SchemeOperation.class);
    try (Device oracle = Backends.open("reference", DeviceOptions.defaults())) {
      for (SchemeOperation operation : SchemeOperation.values()) {
        SchemeCase testCase =
            new SchemeCase(SchemeSet.PAIRED, operation, 6, 2, ConformanceSuite.DEFAULT_SEED);
        found.put(operation, testCase.hashes(oracle).getFirst().substring(0, 16));
      }
      assertThat(oracle.allocatedBytes()).as("buffers left open").isZero();
    }
    assertThat(found).containsExactlyInAnyOrderEntriesOf(GOLDEN);
  }
}
