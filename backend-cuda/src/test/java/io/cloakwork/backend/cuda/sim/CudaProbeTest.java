package io.cloakwork.backend.cuda.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.backend.cuda.sim.Simulator.Setting;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the CUDA backend says of machines that it cannot use, in one sentence each, and of one that
/// it can.
class CudaProbeTest {

  private final BackendProvider cuda = Backends.named("cuda");
  private Simulator simulator;

  @BeforeEach
  void open() {
    simulator = Simulator.required();
  }

  @AfterEach
  void close() {
    if (simulator != null) {
      simulator.close();
    }
  }

  private String reason() {
    Probe probe = cuda.probe();
    assertThat(probe).isInstanceOf(Probe.Unavailable.class);
    String reason = ((Probe.Unavailable) probe).reason();
    assertThatThrownBy(() -> cuda.open(DeviceOptions.defaults()))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining(reason);
    return reason;
  }

  @Test
  void aDriverThatIsTooOldIsNamedWithTheOneThatIsNeeded() {
    simulator.set(Setting.DRIVER_VERSION, 12080);
    assertThat(reason()).contains("12.8", "13.0", "580");
  }

  @Test
  void aDriverWithoutADeviceSaysSo() {
    simulator.set(Setting.DEVICES, 0);
    assertThat(reason()).contains("finds no device");
  }

  @Test
  void anArchitectureThatIsTooOldIsNamed() {
    simulator.set(Setting.COMPUTE_MAJOR, 7);
    simulator.set(Setting.COMPUTE_MINOR, 5);
    assertThat(reason()).contains("Simulated GPU 0", "7.5", "8.0");
  }

  @Test
  void aNewerArchitectureRunsFromPtx() {
    simulator.set(Setting.COMPUTE_MAJOR, 13);
    try (Device device = cuda.open(DeviceOptions.defaults())) {
      assertThat(Products.on(device)).isEqualTo(Products.expected());
    }
  }

  @Test
  void everyDeviceIsFoundAndCanBeOpened() {
    simulator.set(Setting.DEVICES, 2);
    assertThat(cuda.probe())
        .isInstanceOfSatisfying(
            Probe.Available.class, found -> assertThat(found.devices()).hasSize(2));
    try (Device second = cuda.open(new DeviceOptions(1, 0, true, 0, Map.of()))) {
      assertThat(second.profile().name()).isEqualTo("Simulated GPU 1");
      assertThat(Products.on(second)).isEqualTo(Products.expected());
    }
    assertThat(simulator.living()).isEmpty();
  }
}
