package io.cloakwork.backend.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import org.junit.jupiter.api.Test;

class SimBackendProviderTest {

  @Test
  void isFoundByNameAndSaysWhyItIsUnavailable() {
    assertThat(Backends.named("sim").probe())
        .isEqualTo(new Probe.Unavailable("not implemented in this version", null));
  }

  @Test
  void declaresNoOperationThatItCannotRun() {
    assertThat(new SimBackendProvider().capabilities().operations()).isEmpty();
  }

  @Test
  void openThrowsRatherThanFallBack() {
    assertThatThrownBy(() -> Backends.open("sim", DeviceOptions.defaults()))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("backend sim: not implemented in this version");
  }
}
