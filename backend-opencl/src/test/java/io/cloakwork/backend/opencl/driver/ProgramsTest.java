package io.cloakwork.backend.opencl.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.backend.opencl.AnyDevice;
import io.cloakwork.kernels.launch.KernelProgram;
import io.cloakwork.kernels.launch.KernelProgram.Dialect;
import io.cloakwork.kernels.launch.KernelSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs come from the cache, unless what is there is not whole or the driver refuses it.
class ProgramsTest {

  private static final KernelProgram PROGRAM =
      new KernelProgram(
          "words",
          List.of("lane/modulus.h", "launch.h", "elementwise.k"),
          Map.of("FP64", 0, "LANES", 1, "COLUMNS", 8, "ROWS", 8),
          8,
          8);

  @TempDir private Path folder;
  private Hardware hardware;

  @BeforeEach
  void findDevice() {
    hardware = AnyDevice.required().devices().getFirst();
  }

  /// Programs compiled from source until a kernel is there.
  private int compiled(BinaryCache cache) {
    try (Session session = Session.open(hardware, QueueMode.PLAIN);
        Programs programs =
            new Programs(
                session,
                new ProgramSource.Compiled(cache),
                Dialect.OPENCL,
                KernelSources.neutral())) {
      CL.clReleaseKernel(programs.kernel(PROGRAM, "add"));
      CL.clReleaseKernel(programs.kernel(PROGRAM, "sub"));
      return programs.compiled();
    }
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  @Test
  void aProgramIsCompiledOnce() throws IOException {
    BinaryCache cache = BinaryCache.in(folder);
    assertThat(compiled(cache)).isEqualTo(1);
    assertThat(compiled(cache)).isZero();
    assertThat(onlyFile()).isRegularFile();
  }

  @Test
  void damagedFilesAreReplaced() throws IOException {
    BinaryCache cache = BinaryCache.in(folder);
    compiled(cache);
    byte[] whole = Files.readAllBytes(onlyFile());
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    for (byte[] damaged :
        List.of(flipped, java.util.Arrays.copyOf(whole, whole.length - 1), new byte[0])) {
      Files.write(onlyFile(), damaged);
      assertThat(compiled(cache)).isEqualTo(1);
      assertThat(compiled(cache)).isZero();
    }
  }

  @Test
  void aBinaryThatTheDriverRefusesIsReplaced() throws IOException {
    BinaryCache cache = BinaryCache.in(folder);
    compiled(cache);
    String name = onlyFile().getFileName().toString();
    cache.write(name.substring(0, name.indexOf('.')), "not a program".getBytes(UTF_8));
    assertThat(compiled(cache)).isEqualTo(1);
    assertThat(compiled(cache)).isZero();
  }

  @Test
  void withoutACacheNothingIsKept() throws IOException {
    assertThat(compiled(BinaryCache.off())).isEqualTo(1);
    assertThat(compiled(BinaryCache.off())).isEqualTo(1);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenCostsTimeOnly() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(compiled(BinaryCache.in(file.resolve("below")))).isEqualTo(1);
  }

  @Test
  void keysTellTextsApart() {
    assertThat(BinaryCache.key("ab", "c")).isNotEqualTo(BinaryCache.key("a", "bc"));
    assertThat(BinaryCache.key("a")).hasSize(64).isEqualTo(BinaryCache.key("a"));
  }
}
