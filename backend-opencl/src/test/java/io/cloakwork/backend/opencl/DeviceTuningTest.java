package io.cloakwork.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloakwork.backend.opencl.driver.Hardware;
import io.cloakwork.hardware.profiles.tuning.DeviceIdentity;
import io.cloakwork.hardware.profiles.tuning.TuningData;
import io.cloakwork.hardware.profiles.tuning.TuningJson;
import io.cloakwork.hardware.profiles.tuning.TuningOrigin;
import io.cloakwork.hardware.profiles.tuning.TuningResolver;
import io.cloakwork.kernels.launch.TuningChoice;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Tunable;
import io.cloakwork.spi.device.TuningSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTuningTest {

  @TempDir private Path folder;

  @Test
  void tunablesStartAtWhatIsChosenWithoutMeasuring() {
    Hardware hardware = AnyDevice.required().devices().getFirst();
    TuningSpace space = DeviceTuning.space(hardware);
    assertThat(space.kernels()).isEqualTo("opencl");
    assertThat(space.tunables())
        .extracting(Tunable::name)
        .startsWith("lane", "lanes", "groupWords", "tile", "targets")
        .doesNotContain(TuningChoice.SEEDS.key());
    DeviceTuning untuned = DeviceTuning.of(hardware, initial(space.tunables()), Optional.empty());
    assertThat(untuned.tuning()).isEqualTo(hardware.defaultTuning());
  }

  private static Map<String, String> initial(List<Tunable> tunables) {
    Map<String, String> values = new java.util.HashMap<>();
    tunables.forEach(tunable -> values.put(tunable.name(), tunable.initial()));
    return values;
  }

  @Test
  void aUsersFileIsUsedAndShown() throws IOException {
    Hardware hardware = AnyDevice.required().devices().getFirst();
    Path file = write(DeviceTuning.space(hardware), "11");
    DeviceTuning tuned = DeviceTuning.of(hardware, Map.of(), Optional.of(folder));
    assertThat(tuned.tuning().logTile()).isEqualTo(11);
    assertThat(tuned.resolved().values().get("tile").origin())
        .isEqualTo(new TuningOrigin.User(file));
    DeviceOptions options = DeviceOptions.defaults().withProperty("tuning", folder.toString());
    try (Device device = Backends.open("opencl", options)) {
      assertThat(device.profile().facts().get("tuning")).contains("tile 11 (" + file);
    }
    try (Device device = Backends.open("opencl", options.withProperty("tuning", "off"))) {
      assertThat(device.profile().facts().get("tuning")).doesNotContain(file.toString());
    }
  }

  @Test
  void aValueThatTheDeviceCannotRunIsRefusedWithTheFile() throws IOException {
    Hardware hardware = AnyDevice.required().devices().getFirst();
    Path file = write(DeviceTuning.space(hardware), "40");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceTuning.of(hardware, Map.of(), Optional.of(folder)))
        .withMessageStartingWith(file + ": field tile is '40', not one of [11, ");
  }

  private Path write(TuningSpace space, String tile) throws IOException {
    DeviceIdentity identity =
        new DeviceIdentity(space.vendor(), space.architecture(), space.device());
    Path file = TuningResolver.userFile(folder, space.kernels(), identity);
    Files.createDirectories(file.getParent());
    TuningData data =
        new TuningData(
            space.kernels(),
            identity,
            new TuningData.Provenance("a", "b", "c", "d", "e", "f", 1),
            Map.of("tile", tile),
            Map.of(),
            List.of(),
            Optional.empty());
    return Files.write(file, TuningJson.write(data));
  }
}
