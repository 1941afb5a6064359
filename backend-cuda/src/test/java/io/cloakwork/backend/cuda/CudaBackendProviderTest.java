package io.cloakwork.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import org.junit.jupiter.api.Test;

class CudaBackendProviderTest {

  @Test
  void isFoundByName() {
    assertThat(Backends.named("cuda")).isInstanceOf(CudaBackendProvider.class);
  }

  @Test
  void declaresNoOperationThatItCannotRun() {
    assertThat(new CudaBackendProvider().capabilities().operations()).isEmpty();
  }

  @Test
  void probeSaysWhyItIsUnavailable() {
    Probe probe = new CudaBackendProvider().probe();
    assertThat(probe).isInstanceOf(Probe.Unavailable.class);
    assertThat(((Probe.Unavailable) probe).reason())
        .contains("not implemented in this version")
        .contains("NVIDIA driver");
  }

  @Test
  void openThrowsWithTheSameReason() {
    CudaBackendProvider provider = new CudaBackendProvider();
    String reason = ((Probe.Unavailable) provider.probe()).reason();
    assertThatThrownBy(() -> provider.open(DeviceOptions.defaults()))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("backend cuda: " + reason);
  }

  @Test
  void aMissingLibraryIsNamedWithTheLoadersWords() {
    CudaDriver driver = CudaDriver.find("libcloakwork-no-such-library.so.1");
    assertThat(driver).isInstanceOf(CudaDriver.Missing.class);
    Probe.Unavailable unavailable = CudaBackendProvider.unavailable(driver);
    assertThat(unavailable.reason()).contains("no libcloakwork-no-such-library.so.1");
    assertThat(unavailable.cause()).isNotNull();
  }

  @Test
  void aDriverThatIsThereIsSaidToBeThere() {
    Probe.Unavailable unavailable =
        CudaBackendProvider.unavailable(new CudaDriver.Present("libcuda.so.1"));
    assertThat(unavailable.reason()).contains("driver is here (libcuda.so.1)");
    assertThat(unavailable.cause()).isNull();
  }
}
