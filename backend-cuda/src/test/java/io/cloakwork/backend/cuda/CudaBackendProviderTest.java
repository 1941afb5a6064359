package io.cloakwork.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.backend.cuda.driver.HardwareScan;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class CudaBackendProviderTest {

  @Test
  void isFoundByName() {
    assertThat(Backends.named("cuda")).isInstanceOf(CudaBackendProvider.class);
  }

  @Test
  void declaresEverything() {
    assertThat(new CudaBackendProvider().capabilities()).isEqualTo(Capabilities.all());
  }

  @Test
  void aScanWithoutDevicesIsUnavailableWithItsReason() {
    Throwable cause = new UnsatisfiedLinkError("gone");
    assertThat(CudaBackendProvider.probe(new HardwareScan.Nothing("nothing there", cause)))
        .isEqualTo(new Probe.Unavailable("nothing there", cause));
  }

  @Test
  void withoutADeviceOpeningThrowsWithTheReasonOfTheProbe() {
    CudaBackendProvider provider = new CudaBackendProvider();
    Probe probe = provider.probe();
    Assumptions.assumeTrue(
        probe instanceof Probe.Unavailable, "there is a device that can be opened");
    assertThatThrownBy(() -> provider.open(DeviceOptions.defaults()))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("backend cuda: " + ((Probe.Unavailable) probe).reason());
  }

  @Test
  void propertiesAreCheckedBeforeADeviceIsLookedFor() {
    DeviceOptions options = DeviceOptions.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("cuda", options.withProperty("graphs", "maybe")))
        .withMessage("property graphs is 'maybe', not on or off");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("cuda", options.withProperty("grahps", "off")))
        .withMessageContaining("grahps");
  }
}
