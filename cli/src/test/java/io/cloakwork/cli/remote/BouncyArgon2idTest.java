package io.cloakwork.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.client.Argon2id;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BouncyArgon2idTest {

  /// From the tests of the reference implementation (phc-winner-argon2, test.c, version 0x13).
  @Test
  void agreesWithTheReferenceImplementation() {
    byte[] key =
        new BouncyArgon2id()
            .derive(
                "password".getBytes(StandardCharsets.US_ASCII),
                "somesalt".getBytes(StandardCharsets.US_ASCII),
                new Argon2id.Cost(65_536, 2, 1),
                32);
    assertThat(HexFormat.of().formatHex(key))
        .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
  }
}
