package io.cloakwork.kernels.cuda;

import io.cloakwork.kernels.cuda.ImageIndex.Usage;
import io.cloakwork.kernels.launch.KernelProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// NVIDIA's compiler, where it is.
///
/// @param version its release, for instance 13.0.88
record Nvcc(String version) {

  private static final Pattern RELEASE = Pattern.compile("release [0-9.]+, V([0-9.]+)");
  private static final Pattern ENTRY =
      Pattern.compile("Compiling entry function '(\\w+)' for '(\\w+)'");
  private static final Pattern SPILLS =
      Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

  /// The compiler on this machine.
  ///
  /// @throws IOException if there is none
  static Nvcc find() throws IOException {
    String said = run(List.of("nvcc", "--version"));
    Matcher release = RELEASE.matcher(said);
    if (!release.find()) {
      throw new IOException("nvcc --version says no release: " + said.strip());
    }
    return new Nvcc(release.group(1));
  }

  /// How every image is compiled: once to PTX, and from there to each architecture, packed for
  /// size.
  static List<String> flags() {
    int oldest = CudaImages.ARCHITECTURES.getFirst();
    String code =
        CudaImages.ARCHITECTURES.stream().map("sm_%d,"::formatted).collect(Collectors.joining());
    return List.of(
        "-gencode=arch=compute_%d,code=[%scompute_%d]".formatted(oldest, code, oldest),
        "-fatbin",
        "-Xfatbin=--compress-mode=none",
        "-Xptxas=-v",
        "-Werror=all-warnings");
  }

  /// Compiles a program, with its source beside the image. By itself the compiler may spill a few
  /// registers so that more groups fit on a multiprocessor; then it is told that one is enough.
  ///
  /// @return by name and architecture what a kernel takes
  /// @throws IOException with the compiler's words if it refuses
  Map<String, Map<String, Usage>> compile(KernelProgram program, Path image) throws IOException {
    Path source = image.resolveSibling(program.name() + ".cu");
    Files.writeString(source, CudaImages.source(program));
    List<String> command = new ArrayList<>(List.of("nvcc"));
    command.addAll(flags());
    command.addAll(List.of(source.toString(), "-o", image.toString()));
    var usages = usages(run(command));
    if (usages.values().stream().allMatch(Nvcc::spillsNowhere)) {
      return usages;
    }
    command.add("-DRESIDENT_GROUPS=1");
    return usages(run(command));
  }

  private static boolean spillsNowhere(Map<String, Usage> byArchitecture) {
    return byArchitecture.values().stream().allMatch(usage -> usage.spilled() == 0);
  }

  private static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " fails:\n" + said);
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return said;
  }

  /// What `ptxas -v` reports, kernel after kernel.
  static Map<String, Map<String, Usage>> usages(String report) {
    Map<String, Map<String, Usage>> usages = new TreeMap<>();
    Matcher entry = ENTRY.matcher(report);
    while (entry.find()) {
      int end = report.indexOf("Compiling entry function", entry.end());
      String about = report.substring(entry.end(), end < 0 ? report.length() : end);
      Matcher spills = SPILLS.matcher(about);
      Matcher registers = REGISTERS.matcher(about);
      if (!spills.find() || !registers.find()) {
        throw new IllegalArgumentException("ptxas says no registers of " + entry.group());
      }
      Matcher shared = SHARED.matcher(about);
      usages
          .computeIfAbsent(entry.group(1), _ -> new TreeMap<>())
          .put(
              entry.group(2),
              new Usage(
                  Integer.parseInt(registers.group(1)),
                  Integer.parseInt(spills.group(1)) + Integer.parseInt(spills.group(2)),
                  shared.find() ? Integer.parseInt(shared.group(1)) : 0));
    }
    return usages;
  }
}
