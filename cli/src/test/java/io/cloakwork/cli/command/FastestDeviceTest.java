package io.cloakwork.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FastestDeviceTest {

  private static final Map<String, String> OWN =
      Map.of(DeviceProfile.MEMORY, DeviceProfile.OWN_MEMORY);
  private static final Map<String, String> HOSTS = Map.of(DeviceProfile.MEMORY, "the host's");

  /// A backend that is only looked at.
  private record Listed(String name, Probe probe) implements BackendProvider {
    @Override
    public Capabilities capabilities() {
      return Capabilities.all();
    }

    @Override
    public Device open(DeviceOptions options) {
      throw new AssertionError("nothing is opened to choose");
    }
  }

  private static DeviceProfile device(long memory, Map<String, String> facts) {
    return new DeviceProfile("", "", 1, memory, facts);
  }

  private static BackendProvider there(String name, DeviceProfile... devices) {
    return new Listed(name, new Probe.Available(List.of(devices)));
  }

  private static BackendProvider missing(String name) {
    return new Listed(name, new Probe.Unavailable("nothing", null));
  }

  private static String chosen(BackendProvider... providers) {
    FastestDevice choice = FastestDevice.among(Arrays.asList(providers));
    List<BackendProvider> reversed = new ArrayList<>(Arrays.asList(providers)).reversed();
    assertThat(FastestDevice.among(reversed)).isEqualTo(choice);
    return choice.backend() + " " + choice.index();
  }

  @Test
  void kindsInOrder() {
    BackendProvider cuda = there("cuda", device(1, Map.of()));
    BackendProvider board = there("opencl", device(9, HOSTS), device(5, OWN), device(6, OWN));
    BackendProvider integrated = there("opencl", device(9, HOSTS));
    BackendProvider cpu = there("cpu", device(3, Map.of()));
    BackendProvider reference = there("reference", device(7, Map.of()));
    assertThat(chosen(cpu, cuda, board, reference)).isEqualTo("cuda 0");
    assertThat(chosen(cpu, missing("cuda"), board, reference)).isEqualTo("opencl 2");
    assertThat(chosen(cpu, missing("cuda"), integrated, reference)).isEqualTo("cpu 0");
    assertThat(chosen(missing("cpu"), integrated, reference)).isEqualTo("opencl 0");
    assertThat(chosen(missing("opencl"), reference)).isEqualTo("reference 0");
  }

  @Test
  void theSimulatorIsNeverTaken() {
    BackendProvider sim = there("sim", device(99, OWN));
    assertThat(chosen(sim, there("reference", device(1, Map.of())))).isEqualTo("reference 0");
    assertThatThrownBy(() -> FastestDevice.among(List.of(sim)))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("no backend has a device here");
  }
}
