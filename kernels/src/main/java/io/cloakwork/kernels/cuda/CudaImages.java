package io.cloakwork.kernels.cuda;

import io.cloakwork.kernels.KernelResources;
import io.cloakwork.kernels.launch.KernelProgram;
import io.cloakwork.kernels.launch.KernelProgram.Dialect;
import io.cloakwork.kernels.launch.KernelSources;
import io.cloakwork.kernels.launch.Tuning;
import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tukaani.xz.XZInputStream;

/// Programs that were compiled for NVIDIA GPUs when this version was built: a fat binary each, with
/// machine code for [#ARCHITECTURES] and PTX for the ones that come after, packed as a whole
/// because the architectures' code is alike. They are for a few tunings only. `cuda/index.json`
/// says what they were made of.
public final class CudaImages {

  /// Compute capabilities, times ten, with machine code. The first is the oldest that can be used;
  /// drivers translate PTX for what is missing in between and after.
  public static final List<Integer> ARCHITECTURES = List.of(80, 86, 89, 90, 100, 120);

  /// The oldest CUDA version of a driver that loads what nvcc 13 has made, as `cuDriverGetVersion`
  /// says it.
  public static final int DRIVER_VERSION = 13_000;

  /// The first release of the driver that supports it, for people.
  public static final String DRIVER_RELEASE = "580";

  /// What the images are made of: one source for all architectures.
  private static final KernelSources SOURCES = KernelSources.of("nvidia");

  private static final int NAME_BYTES = 4;

  private CudaImages() {}

  /// The tunings that there are images for. Which lane narrow primes use is free.
  public static List<Tuning> tunings() {
    Tuning tuning = Tuning.forGpu();
    return List.of(tuning, tuning.withLogTile(tuning.logTile() - 1));
  }

  /// Whether there are images for a tuning.
  public static boolean has(Tuning tuning) {
    return tunings().stream().anyMatch(built -> sameKernels(built, tuning));
  }

  /// Whether two tunings differ in nothing but what is decided when a graph is planned.
  private static boolean sameKernels(Tuning built, Tuning tuning) {
    return tuning
        .withNarrowLane(built.narrowLane())
        .withFusedSources(built.fusedSources())
        .withExpandsSeeds(built.expandsSeeds())
        .equals(built);
  }

  /// The programs that there are images of.
  public static List<KernelProgram> programs() {
    Set<KernelProgram> programs = new LinkedHashSet<>();
    tunings().forEach(tuning -> programs.addAll(KernelProgram.all(tuning)));
    return List.copyOf(programs);
  }

  /// Where the image of a program is among the [KernelResources]: its name, and a hash that tells
  /// its tunings apart.
  public static String path(KernelProgram program) {
    StringBuilder defines = new StringBuilder();
    new TreeMap<>(program.defines())
        .forEach((name, value) -> defines.append(name).append('=').append(value).append('\n'));
    byte[] hash = Sha256.of(defines.toString().getBytes(StandardCharsets.UTF_8));
    return "cuda/%s-%s.fatbin.xz"
        .formatted(program.name(), HexFormat.of().formatHex(Arrays.copyOf(hash, NAME_BYTES)));
  }

  /// The image of a program, or empty if its tuning is not among those that were compiled.
  public static Optional<byte[]> read(KernelProgram program) {
    Optional<InputStream> resource = KernelResources.open(path(program));
    if (resource.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = new XZInputStream(resource.get())) {
      return Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The source that the image of a program has to be made of.
  public static String source(KernelProgram program) {
    return program.source(Dialect.CUDA, SOURCES);
  }

  /// Its hash, in hexadecimal.
  public static String sourceHash(KernelProgram program) {
    return hash(source(program).getBytes(StandardCharsets.UTF_8));
  }

  /// What the images are made of, for people.
  public static String sourceDescription() {
    return SOURCES.description(programs());
  }

  /// SHA-256 in hexadecimal.
  public static String hash(byte[] bytes) {
    return Sha256.hex(bytes);
  }
}
