package io.cloakwork.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import org.junit.jupiter.api.Test;

class OpenClBackendProviderTest {

  @Test
  void isFoundByName() {
    assertThat(Backends.named("opencl")).isInstanceOf(OpenClBackendProvider.class);
  }

  @Test
  void declaresNoOperationThatItCannotRun() {
    assertThat(new OpenClBackendProvider().capabilities().operations()).isEmpty();
  }

  @Test
  void probeSaysWhyItIsUnavailable() {
    Probe probe = new OpenClBackendProvider().probe();
    assertThat(probe).isInstanceOf(Probe.Unavailable.class);
    assertThat(((Probe.Unavailable) probe).reason())
        .contains("not implemented in this version")
        .contains("OpenCL loader");
  }

  @Test
  void openThrowsWithTheSameReason() {
    OpenClBackendProvider provider = new OpenClBackendProvider();
    String reason = ((Probe.Unavailable) provider.probe()).reason();
    assertThatThrownBy(() -> provider.open(DeviceOptions.defaults()))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("backend opencl: " + reason);
  }

  @Test
  void aMissingLibraryIsNamedWithTheLoadersWords() {
    OpenClLoader loader = OpenClLoader.find("libcloakwork-no-such-library.so.1");
    assertThat(loader).isInstanceOf(OpenClLoader.Missing.class);
    Probe.Unavailable unavailable = OpenClBackendProvider.unavailable(loader);
    assertThat(unavailable.reason()).contains("no libcloakwork-no-such-library.so.1");
    assertThat(unavailable.cause()).isNotNull();
  }

  @Test
  void aLoaderThatIsThereIsSaidToBeThere() {
    Probe.Unavailable unavailable =
        OpenClBackendProvider.unavailable(new OpenClLoader.Present("libOpenCL.so.1"));
    assertThat(unavailable.reason()).contains("loader is here (libOpenCL.so.1)");
    assertThat(unavailable.cause()).isNull();
  }
}
