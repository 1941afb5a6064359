package io.cloakwork.hardware.profiles.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.hardware.profiles.tuning.TuningResolver.Choice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over the files of a vendor that only tests know: acme.json, acme-a1.json, acme-board-1.json.
class TuningResolverTest {

  private static final DeviceIdentity BOARD = new DeviceIdentity("acme", "a1", "board-1");
  private static final DeviceIdentity SISTER = new DeviceIdentity("acme", "a1", "board-2");
  private static final DeviceIdentity COUSIN = new DeviceIdentity("acme", "a2", "board-3");
  private static final DeviceIdentity STRANGER = new DeviceIdentity("emca", "a1", "board-1");

  private static final List<Choice> CHOICES =
      List.of(
          new Choice("radix", List.of("2", "4", "8"), "2"),
          new Choice("tile", List.of("10", "11", "12", "13"), "10"),
          new Choice("lane", List.of("fp64", "int64"), "fp64"));

  @TempDir private Path folder;

  private static TuningResolver shipped(DeviceIdentity identity) {
    return TuningResolver.of("ntt", identity, Optional.empty());
  }

  private TuningResolver withUser(DeviceIdentity identity) {
    return TuningResolver.of("ntt", identity, Optional.of(folder));
  }

  private static Map<String, String> plain(DeviceIdentity identity) {
    return shipped(identity).resolve(CHOICES, Map.of()).plain();
  }

  @Test
  void deviceBeforeArchitectureBeforeVendorBeforeInitial() {
    assertThat(plain(BOARD)).isEqualTo(Map.of("radix", "8", "tile", "13", "lane", "int64"));
    assertThat(plain(SISTER)).isEqualTo(Map.of("radix", "8", "tile", "12", "lane", "int64"));
    assertThat(plain(COUSIN)).isEqualTo(Map.of("radix", "4", "tile", "10", "lane", "int64"));
    assertThat(plain(STRANGER)).isEqualTo(Map.of("radix", "2", "tile", "10", "lane", "fp64"));
  }

  @Test
  void everyValueSaysWhereItComesFrom() {
    Map<String, ResolvedTuning.Value> values = shipped(BOARD).resolve(CHOICES, Map.of()).values();
    assertThat(values.get("tile").origin())
        .isEqualTo(new TuningOrigin.OfDevice("tuning/ntt/acme-board-1.json"));
    assertThat(values.get("radix").origin())
        .isEqualTo(new TuningOrigin.OfArchitecture("tuning/ntt/acme-a1.json"));
    assertThat(values.get("lane").origin())
        .isEqualTo(new TuningOrigin.OfVendor("tuning/ntt/acme.json"));
    assertThat(shipped(STRANGER).resolve(CHOICES, Map.of()))
        .hasToString("radix 2, tile 10, lane fp64 (not tuned)");
  }

  @Test
  void usersComeFirstAndWhatIsGivenBeforeThem() throws IOException {
    Path file = userFile(SISTER, "{\"tile\": 11}");
    ResolvedTuning tuning = withUser(SISTER).resolve(CHOICES, Map.of("radix", "4"));
    assertThat(tuning.values().get("tile"))
        .isEqualTo(new ResolvedTuning.Value("11", new TuningOrigin.User(file)));
    assertThat(tuning.values().get("radix"))
        .isEqualTo(new ResolvedTuning.Value("4", new TuningOrigin.Given()));
    assertThat(tuning.values().get("lane").value()).isEqualTo("int64");
  }

  @Test
  void aUsersFileForTheArchitectureServesItsDevices() throws IOException {
    userFile(new DeviceIdentity("acme", "a1", "a1"), "{\"tile\": 11}");
    assertThat(withUser(SISTER).resolve(CHOICES, Map.of()).plain()).containsEntry("tile", "11");
  }

  @Test
  void aValueOutOfRangeNamesFileFieldValueAndRange() throws IOException {
    Path file = userFile(BOARD, "{\"tile\": 14}");
    assertThatThrownBy(() -> withUser(BOARD).resolve(CHOICES, Map.of()))
        .isInstanceOf(TuningException.class)
        .hasMessage(file + ": field tile is '14', not one of [10, 11, 12, 13]");
  }

  @Test
  void brokenFilesAreNamed() throws IOException {
    Path file = TuningResolver.userFile(folder, "ntt", BOARD);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"version\": 1, ");
    assertThatThrownBy(() -> withUser(BOARD).resolve(CHOICES, Map.of()))
        .isInstanceOf(TuningException.class)
        .hasMessageStartingWith(file + " is not valid JSON");
  }

  @Test
  void unknownTunablesAreRefusedWhenGivenAndLeftOutInFiles() throws IOException {
    assertThatThrownBy(() -> shipped(BOARD).resolve(CHOICES, Map.of("cake", "1")))
        .isInstanceOf(TuningException.class)
        .hasMessage("'cake' is no tunable; there are [radix, tile, lane]");
    userFile(BOARD, "{\"cake\": 1, \"tile\": 11}");
    assertThat(withUser(BOARD).resolve(CHOICES, Map.of()).plain())
        .containsEntry("tile", "11")
        .doesNotContainKey("cake");
  }

  @Test
  void filesThatAskForKernelsThatAreNotBuiltArePassedOver() {
    ResolvedTuning tuning =
        shipped(BOARD).resolve(CHOICES, Map.of(), values -> !values.get("tile").equals("13"));
    assertThat(tuning.plain()).isEqualTo(Map.of("radix", "8", "tile", "12", "lane", "int64"));
    assertThat(tuning.passedOver())
        .containsExactly("tuning/ntt/acme-board-1.json asks for kernels that are not built");
    assertThatThrownBy(() ->
            shipped(BOARD)
                .resolve(CHOICES, Map.of("tile", "13"), values -> !values.get("tile").equals("13")))
        .isInstanceOf(TuningException.class)
        .hasMessageContaining("not built");
  }

  @Test
  void aUsersFileMayNameBinaries() throws IOException {
    assertThat(withUser(BOARD).resolve(CHOICES, Map.of()).binaries()).isEmpty();
    Path file =
        userFile(
            BOARD, "{\"tile\": 11}, \"binaries\": {\"folder\": \"../b\", \"variant\": \"task\"}");
    assertThat(withUser(BOARD).resolve(CHOICES, Map.of()).binaries())
        .contains(new NamedBinaries(folder.resolve("b"), Optional.of("task"), file));
    userFile(BOARD, "{}, \"binaries\": {}");
    assertThatThrownBy(() -> withUser(BOARD).resolve(CHOICES, Map.of()))
        .isInstanceOf(TuningException.class)
        .hasMessage(file + ": field folder is missing, not a text");
  }

  @Test
  void binariesOfAFileThatIsPassedOverAreNotUsed() throws IOException {
    userFile(BOARD, "{\"tile\": 11}, \"binaries\": {\"folder\": \"b\"}");
    ResolvedTuning tuning =
        withUser(BOARD).resolve(CHOICES, Map.of(), values -> !values.get("tile").equals("11"));
    assertThat(tuning.binaries()).isEmpty();
    assertThat(tuning.passedOver()).hasSize(1);
  }

  @Test
  void aFileIsForTheKernelsWhoseFolderItIsIn() throws IOException {
    Path file = userFile(BOARD, "{}");
    Files.writeString(file, Files.readString(file).replace("\"ntt\"", "\"cpu\""));
    assertThatThrownBy(() -> withUser(BOARD).resolve(CHOICES, Map.of()))
        .isInstanceOf(TuningException.class)
        .hasMessage(file + ": field kernels is \"cpu\", not \"ntt\", whose folder it is in");
  }

  private Path userFile(DeviceIdentity identity, String values) throws IOException {
    Path file = TuningResolver.userFile(folder, "ntt", identity);
    Files.createDirectories(file.getParent());
    return Files.writeString(
        file,
        """
        {"version": 1, "kernels": "ntt", "vendor": "acme", "architecture": "a1", "device": "b",
         "provenance": {"deviceName": "Acme", "driver": "1", "date": "2026-11-21", "tool": "test",
           "commit": "unknown", "host": "none", "seconds": 1},
         "values": %s}
        """
            .formatted(values));
  }
}
