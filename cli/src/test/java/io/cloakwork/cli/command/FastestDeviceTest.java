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
    return device("", memory, facts);
  }

  private static DeviceProfile device(String name, long memory, Map<String, String> facts) {
    return new DeviceProfile("", name, 1, memory, facts);
  }

  private static BackendProvider there(String name, DeviceProfile... devices) {
    return new Listed(name, new Probe.Available(List.of(devices)));
  }

  private static BackendProvider missing(String name) {
    return new Listed(name, new Probe.Unavailable("nothing", null));
  }

  private static String chosen(BackendProvider... providers) {
    return chosen((_, _) -> 100, providers);
  }

  private static String chosen(FastestDevice.Measure measure, BackendProvider... providers) {
    FastestDevice choice = FastestDevice.among(Arrays.asList(providers), measure);
    List<BackendProvider> reversed = new ArrayList<>(Arrays.asList(providers)).reversed();
    assertThat(FastestDevice.among(reversed, measure)).isEqualTo(choice);
    return choice.backend() + " " + choice.index();
  }

  @Test
  void kindsInOrderWhereTimesAreAlike() {
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
  void theTimeDecides() {
    BackendProvider cuda = there("cuda", device("old", 1, Map.of()), device("new", 1, Map.of()));
    BackendProvider cpu = there("cpu", device(3, Map.of()));
    BackendProvider reference = there("reference", device(7, Map.of()));
    assertThat(chosen((name, i) -> name.equals("cpu") ? 100 : 120, cuda, cpu, reference))
        .isEqualTo("cpu 0");
    assertThat(chosen((name, i) -> name.equals("cpu") ? 100 : 104, cuda, cpu, reference))
        .isEqualTo("cuda 0");
    assertThat(chosen((name, i) -> 50 - 30 * i, cuda, cpu, reference)).isEqualTo("cuda 1");
    FastestDevice choice =
        FastestDevice.among(List.of(cpu, cuda, reference), (name, i) -> 50 - 30 * i);
    assertThat(choice.reason()).isEqualTo("measured");
    assertThat(choice.timed())
        .extracting(timed -> timed.device() + timed.micros().getAsDouble())
        .containsExactly("old50.0", "new20.0", "50.0");
  }

  @Test
  void nothingIsMeasuredWhereThereIsNoChoice() {
    FastestDevice.Measure never =
        (name, i) -> {
          throw new AssertionError("nothing to compare with " + name);
        };
    BackendProvider reference = there("reference", device(7, Map.of()));
    assertThat(chosen(never, there("cpu", device(3, Map.of())), reference)).isEqualTo("cpu 0");
    assertThat(chosen(never, reference)).isEqualTo("reference 0");
    BackendProvider twins = there("cuda", device("h", 4, OWN), device("h", 4, OWN));
    assertThat(chosen(never, twins, reference)).isEqualTo("cuda 0");
  }

  @Test
  void aDeviceThatFailsIsNotTaken() {
    FastestDevice.Measure broken =
        (name, i) -> {
          if (name.equals("cuda")) {
            throw new BackendUnavailableException("the GPU is lost", null);
          }
          return 100;
        };
    BackendProvider cuda = there("cuda", device(1, Map.of()));
    BackendProvider cpu = there("cpu", device(3, Map.of()));
    FastestDevice choice = FastestDevice.among(List.of(cuda, cpu), broken);
    assertThat(choice.backend()).isEqualTo("cpu");
    assertThat(choice.timed().getFirst().failure()).isEqualTo("the GPU is lost");
  }

  @Test
  void theSimulatorIsNeverTaken() {
    BackendProvider sim = there("sim", device(99, OWN));
    assertThat(chosen(sim, there("reference", device(1, Map.of())))).isEqualTo("reference 0");
    assertThatThrownBy(() -> FastestDevice.among(List.of(sim), (_, _) -> 1))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("no backend has a device here");
  }
}
