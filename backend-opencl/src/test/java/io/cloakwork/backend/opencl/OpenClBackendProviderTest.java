package io.cloakwork.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.backend.opencl.driver.HardwareScan;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import org.junit.jupiter.api.Test;

class OpenClBackendProviderTest {

  @Test
  void isFoundByName() {
    assertThat(Backends.named("opencl")).isInstanceOf(OpenClBackendProvider.class);
  }

  @Test
  void declaresEverything() {
    assertThat(new OpenClBackendProvider().capabilities()).isEqualTo(Capabilities.all());
  }

  @Test
  void aScanWithoutDevicesIsUnavailableWithItsReason() {
    Throwable cause = new UnsatisfiedLinkError("gone");
    assertThat(OpenClBackendProvider.probe(new HardwareScan.Nothing("nothing there", cause)))
        .isEqualTo(new Probe.Unavailable("nothing there", cause));
  }

  @Test
  void probeDescribesEveryDevice() {
    int devices = AnyDevice.required().devices().size();
    Probe probe = new OpenClBackendProvider().probe();
    assertThat(probe)
        .isInstanceOfSatisfying(
            Probe.Available.class,
            available -> {
              assertThat(available.devices()).hasSize(devices);
              assertThat(available.devices())
                  .allSatisfy(device -> {
                    assertThat(device.backend()).isEqualTo("opencl");
                    assertThat(device.memoryBytes()).isPositive();
                    assertThat(device.facts()).containsKeys("platform", "driver", "lanes");
                  });
            });
  }

  @Test
  void aDeviceThatIsNotThereIsRefusedWithTheirNumber() {
    int devices = AnyDevice.required().devices().size();
    DeviceOptions options = DeviceOptions.defaults();
    DeviceOptions beyond =
        new DeviceOptions(
            devices, options.threads(), options.pinWorkers(), 0, options.properties());
    assertThatThrownBy(() -> Backends.open("opencl", beyond))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining(devices + " devices");
  }

  @Test
  void propertiesAreChecked() {
    AnyDevice.required();
    DeviceOptions options = DeviceOptions.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("opencl", options.withProperty("lane", "quaternion")))
        .withMessageContaining("quaternion");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("opencl", options.withProperty("tile", "5")))
        .withMessageContaining("tile is '5'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("opencl", options.withProperty("cahce", "off")))
        .withMessageContaining("cahce");
  }
}
