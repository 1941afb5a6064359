package io.cloakwork.hardware.profiles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardwareProfilesTest {

  @Test
  void opensFactsAndTuning() throws IOException {
    assertThat(text(HardwareProfiles.openFacts("acme", "board-1"))).contains("only tests know");
    assertThat(text(HardwareProfiles.openTuning("ntt", "acme", "a1"))).contains("\"radix\": 8");
  }

  @Test
  void whatNobodyWroteDownIsEmpty() {
    assertThat(HardwareProfiles.openFacts("acme", "board-2")).isEmpty();
    assertThat(HardwareProfiles.openTuning("ntt", "acme", "a2")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "../acme", "Acme", "a\\b"})
  void namesThatAreNotFileNamesAreRefused(String name) {
    assertThatThrownBy(() -> HardwareProfiles.openFacts(name, "board-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  private static String text(Optional<InputStream> resource) throws IOException {
    try (InputStream in = resource.orElseThrow()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
