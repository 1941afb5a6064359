package io.cloakwork.backend.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.cost.MachineProfiles;
import io.cloakwork.hardware.profiles.facts.FactsLibrary;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimBackendProviderTest {

  private final BackendProvider provider = Backends.named("sim");

  private List<DeviceProfile> devices() {
    return ((Probe.Available) provider.probe()).devices();
  }

  @Test
  void thereIsADeviceForEveryFileOfFactsAndEveryCalibratedProfile() {
    assertThat(devices())
        .hasSize(FactsLibrary.open().paths().size() + MachineProfiles.names().size())
        .allSatisfy(device -> {
          assertThat(device.isSimulated()).isTrue();
          assertThat(device.facts()).containsKeys("profile", "transform");
        });
    assertThat(provider.capabilities()).isEqualTo(Capabilities.all());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alveo-u280", "amd/alveo-u280", "alveo", "AMD Alveo U280"})
  void aDeviceIsFoundByAnyOfItsNames(String name) {
    int index = Backends.index(provider, name);
    assertThat(devices().get(index).facts()).containsEntry("profile", "amd/alveo-u280");
    assertThat(Backends.index(provider, Integer.toString(index))).isEqualTo(index);
  }

  @Test
  void aBoardHasMemoryOfItsOwnAndAProcessorHasNot() {
    assertThat(devices().get(Backends.index(provider, "alveo-u280")).hasOwnMemory()).isTrue();
    assertThat(devices().get(Backends.index(provider, "epyc-9755")).hasOwnMemory()).isFalse();
  }

  @Test
  void whatIsNotThereIsRefusedByName() {
    assertThatThrownBy(() -> Backends.index(provider, "abacus"))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("backend sim has no device 'abacus'")
        .hasMessageContaining("AMD Alveo U280");
    assertThatThrownBy(() -> open(999, Map.of()))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("there is no index 999");
    assertThatThrownBy(() -> open(0, Map.of("speed", "high")))
        .hasMessageContaining("the sim backend has no property 'speed'");
    assertThatThrownBy(() -> open(0, Map.of("exact", "sim")))
        .hasMessageContaining("executes nothing itself");
    assertThatThrownBy(() -> open(0, Map.of("exact", "abacus")))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("no backend is named 'abacus'");
  }

  private Device open(int index, Map<String, String> properties) {
    return provider.open(new DeviceOptions(index, 0, true, 0, properties));
  }
}
