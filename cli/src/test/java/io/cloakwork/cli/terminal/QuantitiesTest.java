package io.cloakwork.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantitiesTest {

  @Test
  void timesAndSizesAreShort() {
    assertThat(Quantities.seconds(123.4)).isEqualTo("123 s");
    assertThat(Quantities.seconds(3.214)).isEqualTo("3.21 s");
    assertThat(Quantities.seconds(0.0451)).isEqualTo("45.1 ms");
    assertThat(Quantities.seconds(7.31e-6)).isEqualTo("7.3 us");
    assertThat(Quantities.bytes(512)).isEqualTo("512 B");
    assertThat(Quantities.bytes(3 << 19)).isEqualTo("1.5 MiB");
  }
}
