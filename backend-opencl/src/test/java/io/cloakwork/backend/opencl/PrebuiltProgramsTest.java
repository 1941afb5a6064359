package io.cloakwork.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.hardware.profiles.tuning.DeviceIdentity;
import io.cloakwork.hardware.profiles.tuning.TuningData;
import io.cloakwork.hardware.profiles.tuning.TuningJson;
import io.cloakwork.hardware.profiles.tuning.TuningResolver;
import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.device.TuningSpace;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.ring.ModulusChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs are written for a vendor's compiler, and run from what it made of them: here from what
/// the present driver did.
class PrebuiltProgramsTest {

  private static final ModulusChain CHAIN =
      ModulusChain.search(10, new int[] {50, 40}, new int[] {50});

  @TempDir private Path folder;

  @BeforeEach
  void needsADevice() {
    AnyDevice.required();
  }

  private static Device open(String key, Path path) {
    return open(DeviceOptions.defaults().withProperty(key, path.toString()));
  }

  private static Device open(DeviceOptions options) {
    return Backends.open("opencl", options);
  }

  private static CommandGraph square() {
    GraphBuilder graph = CommandGraph.builder(CHAIN.logN(), 1);
    var x = graph.ntt(graph.input("x", Domain.COEFF, 1, CHAIN.chainQ()));
    graph.output("out", graph.intt(graph.mul(x, x)));
    return graph.build();
  }

  /// (X + 2)² on a device that gets its programs from or for `folder`.
  private static long[] run(String key, Path folder) {
    return run(DeviceOptions.defaults().withProperty(key, folder.toString()));
  }

  private static long[] run(DeviceOptions options) {
    try (Device device = open(options);
        Executable executable = device.compile(square(), Reuse.ONCE);
        DeviceBuffer x = device.allocate(executable.graph().bound("x").shape());
        DeviceBuffer out = device.allocate(x.shape())) {
      long[] words = new long[Math.toIntExact(x.shape().words())];
      for (int limb = 0; limb < x.shape().limbs(); limb++) {
        words[limb * x.shape().degree()] = 2;
        words[limb * x.shape().degree() + 1] = 1;
      }
      x.upload(words);
      executable.run(executable.newBindings().bind("x", x).bind("out", out));
      return out.download();
    }
  }

  private List<String> names(String suffix) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  @Test
  void whatWasExportedRuns() throws IOException {
    long[] exported = run("export", folder);
    assertThat(exported).startsWith(4, 4, 1, 0);
    assertThat(names(".cl")).hasSize(3).contains("transforms-fp64-10.cl");
    assertThat(names(".bin")).hasSize(3);
    assertThat(run("binaries", folder)).isEqualTo(exported);
  }

  @Test
  void aUsersProfileNamesAFolder() throws IOException {
    DeviceOptions profiled = profile("../programs", "task");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(profiled))
        .withMessageStartingWith("the profile " + profileFile())
        .withMessageContaining("names binaries that cannot be used")
        .withMessageEndingWith(folder.resolve("programs").resolve("index.txt").toString());
    Path programs = folder.resolve("programs");
    long[] exported =
        run(
            DeviceOptions.defaults()
                .withProperty("export", programs.toString())
                .withProperty("variant", "task"));
    assertThat(run(profiled)).isEqualTo(exported).startsWith(4, 4, 1, 0);
    try (Device device = open(profiled)) {
      assertThat(device.profile().facts().get("binaries")).startsWith(programs.toString());
    }
    // What is given has the last word.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(profiled.withProperty("binaries", folder.toString())))
        .withMessageEndingWith(folder.resolve("index.txt").toString());
  }

  @Test
  void programsOfOtherKernelsAreRefusedAtOnce() throws IOException {
    run("export", folder.resolve("programs"));
    // Kernels with work-groups, where the profile says single work-items.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(profile("../programs", "task")))
        .withMessageContaining(
            "lists 3 programs, none of them of this version's kernels with these tunables and this variant");
    assertThat(run(profile("../programs", "groups"))).startsWith(4, 4, 1, 0);
  }

  private static TuningSpace space() {
    return Backends.named("opencl").tuningSpace(0).orElseThrow();
  }

  private Path profileFile() {
    TuningSpace space = space();
    return TuningResolver.userFile(
        folder,
        space.kernels(),
        new DeviceIdentity(space.vendor(), space.architecture(), space.device()));
  }

  /// Options with a folder of profiles, of which one is of this device and names binaries.
  private DeviceOptions profile(String binaries, String variant) throws IOException {
    TuningSpace space = space();
    TuningData data =
        new TuningData(
            space.kernels(),
            new DeviceIdentity(space.vendor(), space.architecture(), space.device()),
            new TuningData.Provenance("a board", "1", "2026-11-21", "a tool", "none", "here", 0),
            Map.of(),
            Map.of(),
            List.of(),
            Optional.of(new TuningData.Binaries(binaries, Optional.of(variant))));
    Files.createDirectories(profileFile().getParent());
    Files.write(profileFile(), TuningJson.write(data));
    return DeviceOptions.defaults().withProperty("tuning", folder.toString());
  }

  @Test
  void severalProgramsMayShareAFile() throws IOException {
    run("export", folder);
    Files.move(folder.resolve("words.bin"), folder.resolve("board.bin"));
    Path index = folder.resolve("index.txt");
    String lines = Files.readString(index).replace("words.bin", "board.bin");
    Files.writeString(index, "# two designs\n\n" + lines);
    assertThat(run("binaries", folder)).startsWith(4, 4, 1, 0);
  }

  @Test
  void aBinaryOfOtherTunablesIsNotTaken() {
    run("export", folder);
    DeviceOptions other =
        DeviceOptions.defaults()
            .withProperty("binaries", folder.toString())
            .withProperty("lane", "int64");
    try (Device device = Backends.open("opencl", other)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> device.compile(square(), Reuse.ONCE))
          .withMessageContaining("index.txt has no binary of program transforms-int64-10");
    }
  }

  @Test
  void aBinaryThatTheDriverRefusesIsNamed() throws IOException {
    run("export", folder);
    Path binary = folder.resolve("transforms-fp64-10.bin");
    Files.writeString(binary, "not a program");
    try (Device device = open("binaries", folder)) {
      assertThatThrownBy(() -> device.compile(square(), Reuse.ONCE))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining(binary.toString());
    }
  }

  @Test
  void foldersAreCheckedAtOnce() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("binaries", folder))
        .withMessageContaining("index.txt");
    Path index = Files.writeString(folder.resolve("index.txt"), "abc words.bin -\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("binaries", folder))
        .withMessage(index + ", line 1: not a SHA-256, a file and a prefix");
    Files.writeString(index, "0".repeat(64) + " ../words.bin -\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("binaries", folder))
        .withMessage(index + ", line 1: '../words.bin' is outside the folder");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("export", folder))
        .withMessageContaining("no index of programs can be started");
  }
}
