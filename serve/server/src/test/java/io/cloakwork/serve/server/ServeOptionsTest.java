package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServeOptionsTest {

  @TempDir private Path folder;

  private static DeviceChoice device(String... more) throws IOException {
    List<String> line = new ArrayList<>(List.of("--data=d", "--model=m.onnx"));
    line.addAll(List.of(more));
    ServeOptions options = new ServeOptions();
    new CommandLine(options).parseArgs(ConfigFile.expand(line).toArray(String[]::new));
    return options.settings().device();
  }

  @Test
  void aDeviceIsMeantByItsIndexOrItsName() throws IOException {
    assertThat(device()).isEqualTo(DeviceChoice.cpu());
    assertThat(device("--device=3").index()).isEqualTo(3);
    var there = (Probe.Available) Backends.named("reference").probe();
    String name = there.devices().getFirst().name();
    assertThat(device("--backend=reference", "--device=" + name))
        .isEqualTo(new DeviceChoice("reference", 0, 0, 0, Map.of()));
  }

  @Test
  void whatIsNotThereIsOneSentence() {
    assertThatThrownBy(() -> device("--device=abacus"))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageStartingWith("backend cpu has no device 'abacus'; there are [");
    assertThatThrownBy(() -> device("--backend=abacus"))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageStartingWith("no backend is named 'abacus'; there are [");
    assertThatThrownBy(() -> device("--device=-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--device is -1 and must not be negative");
  }

  @Test
  void propertiesOfABackendAreOptionsAndLinesOfAFile() throws IOException {
    assertThat(device("--property=a=1", "--property", "b=x=y").properties())
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "x=y"));
    Path file = folder.resolve("serve.properties");
    Files.writeString(file, "property.exact = cpu\nthreads = 2\n");
    assertThat(device("--config", file.toString()))
        .isEqualTo(new DeviceChoice("cpu", 0, 2, 0, Map.of("exact", "cpu")));
  }
}
