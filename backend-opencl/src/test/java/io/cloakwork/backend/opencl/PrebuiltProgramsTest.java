package io.cloakwork.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.ring.ModulusChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    return Backends.open("opencl", DeviceOptions.defaults().withProperty(key, path.toString()));
  }

  private static CommandGraph square() {
    GraphBuilder graph = CommandGraph.builder(CHAIN.logN(), 1);
    var x = graph.ntt(graph.input("x", Domain.COEFF, 1, CHAIN.chainQ()));
    graph.output("out", graph.intt(graph.mul(x, x)));
    return graph.build();
  }

  /// (X + 2)² on a device that gets its programs from or for `folder`.
  private static long[] run(String key, Path folder) {
    try (Device device = open(key, folder);
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
