package io.cloakwork.serve.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemoteSettingsTest {

  @Test
  void aTokenTravelsEncryptedOrNotAtAll() {
    RemoteSettings far = RemoteSettings.of("192.0.2.1", 443);
    assertThatThrownBy(() -> far.withToken("abc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not sent to 192.0.2.1 without TLS");
    RemoteSettings secure =
        far.withTls(new RemoteSettings.Tls(Optional.empty(), Optional.empty())).withToken("abc");
    assertThat(secure.token()).contains("abc");
    assertThat(secure.toString()).doesNotContain("abc");
    assertThat(RemoteSettings.of("localhost", 1).withToken("abc").token()).isPresent();
  }

  @Test
  void tokensThatWouldBreakAHeaderAreRefused() {
    RemoteSettings here = RemoteSettings.of("127.0.0.1", 1);
    for (String token : new String[] {"", "a b", "a\r\nb", "ü", "x".repeat(5000)}) {
      assertThatThrownBy(() -> here.withToken(token)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void certificatesThatAreNotThereAreOneSentence() {
    RemoteSettings settings =
        RemoteSettings.of("localhost", 1)
            .withTls(
                new RemoteSettings.Tls(Optional.of(Path.of("no-such-ca.pem")), Optional.empty()));
    assertThatThrownBy(() -> RemoteService.connect(settings))
        .isInstanceOf(RemoteException.class)
        .hasMessage("the certificates cannot be used: there is no file no-such-ca.pem");
  }
}
