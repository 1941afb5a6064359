package io.cloakwork.kernels.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The neutral kernels as CUDA: they compile without a warning, and no kernel spills registers.
class CudaCompileTest {

  private static final Pattern ENTRY = Pattern.compile("Compiling entry function '(\\w+)'");
  private static final Pattern SPILLS =
      Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");

  @TempDir private Path folder;

  @BeforeAll
  static void needsNvcc() {
    try {
      Process process = new ProcessBuilder("nvcc", "--version").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      Assumptions.assumeTrue(process.waitFor() == 0);
    } catch (IOException e) {
      System.out.println("kernels as CUDA skipped: nvcc is not here: " + e.getMessage());
      Assumptions.abort("nvcc is not here: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Assumptions.abort("interrupted");
    }
  }

  @Test
  void nothingSpillsOnHopper() throws Exception {
    check("sm_90", 16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm_80", "sm_86", "sm_89", "sm_90", "sm_100", "sm_120"})
  @Tag("slow")
  void nothingSpillsAnywhere(String architecture) throws Exception {
    check(architecture, 10, 13, 16, 17);
  }

  private void check(String architecture, int... degrees) throws Exception {
    Tuning tuning = Tuning.forGpu();
    compile(KernelProgram.words(tuning), architecture, 7);
    compile(KernelProgram.uniform(tuning), architecture, 1);
    for (Lane lane : Lane.values()) {
      compile(KernelProgram.products(lane, tuning), architecture, 6);
      for (int logN : degrees) {
        TransformShape shape = TransformShape.of(logN, lane, tuning);
        int entries = shape.hasTwoPasses() ? 6 : 5;
        compile(KernelProgram.transforms(lane, shape), architecture, entries);
      }
    }
  }

  private void compile(KernelProgram program, String architecture, int entries) throws Exception {
    Path source = folder.resolve(program.name() + ".cu");
    Files.writeString(source, program.source(KernelProgram.Dialect.CUDA));
    List<String> command =
        new ArrayList<>(List.of("nvcc", "-arch=" + architecture, "-Xptxas", "-v", "-cubin"));
    command.addAll(List.of("-Werror", "all-warnings", source.toString(), "-o", "/dev/null"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(report).isZero();
    List<String> names = all(ENTRY, report);
    assertThat(names).hasSize(entries);
    assertThat(all(SPILLS, report)).hasSize(entries).containsOnly("0");
    System.out.printf(
        "%s on %s: kernels %s use %s registers%n",
        program.name(), architecture, names, all(REGISTERS, report));
  }

  /// What the groups of every match are.
  private static List<String> all(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      String first = matcher.group(1);
      boolean same = matcher.groupCount() == 1 || matcher.group(2).equals(first);
      found.add(same ? first : first + "/" + matcher.group(2));
    }
    return found;
  }
}
