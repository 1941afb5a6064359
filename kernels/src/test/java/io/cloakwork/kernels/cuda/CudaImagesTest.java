package io.cloakwork.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloakwork.kernels.KernelResources;
import io.cloakwork.kernels.cuda.FatBinary.Part;
import io.cloakwork.kernels.cuda.ImageIndex.Image;
import io.cloakwork.kernels.cuda.ImageIndex.Usage;
import io.cloakwork.kernels.launch.KernelEntry;
import io.cloakwork.kernels.launch.KernelProgram;
import io.cloakwork.kernels.launch.Tuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The images are those of the sources as they are now. What was measured of them is in the index;
/// where there is nvcc it is measured again.
class CudaImagesTest {

  // What clones of the repository carry.
  private static final long MOST_BYTES = 6_000_000;
  private static final int REGISTERS = 65_536;

  private static ImageIndex index;

  @TempDir private Path folder;

  @BeforeAll
  static void readIndex() throws IOException {
    index = ImageIndex.parse(KernelResources.read(ImageIndex.PATH));
  }

  private static byte[] image(KernelProgram program) {
    return CudaImages.read(program).orElseThrow(() -> new AssertionError(staleness(program)));
  }

  private static String staleness(KernelProgram program) {
    return "program %s has changed since its image was made; run '%s', which needs nvcc"
        .formatted(program.name(), ImageBuilder.COMMAND);
  }

  @Test
  void everyImageIsOfTheSourceAsItIs() {
    assertThat(index.flags())
        .as("the flags have changed; run '%s'", ImageBuilder.COMMAND)
        .isEqualTo(Nvcc.flags());
    for (KernelProgram program : CudaImages.programs()) {
      Image image = index.images().get(CudaImages.path(program));
      assertThat(image).as(staleness(program)).isNotNull();
      assertThat(image.source()).as(staleness(program)).isEqualTo(CudaImages.sourceHash(program));
    }
    assertThat(index.images()).hasSameSizeAs(CudaImages.programs());
  }

  @Test
  void everyImageIsTheOneThatWasMade() {
    long bytes = 0;
    for (KernelProgram program : CudaImages.programs()) {
      byte[] image = image(program);
      Image made = index.images().get(CudaImages.path(program));
      assertThat(CudaImages.hash(image)).as(program.name()).isEqualTo(made.image());
      bytes += made.bytes();
    }
    System.out.printf(
        "cuda: %d images, %,d bytes, nvcc %s%n", index.images().size(), bytes, index.nvcc());
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  @Test
  void everyImageIsForEveryArchitecture() {
    List<Part> parts =
        CudaImages.ARCHITECTURES.stream()
            .map(architecture -> new Part(false, architecture))
            .collect(Collectors.toCollection(ArrayList::new));
    parts.add(new Part(true, CudaImages.ARCHITECTURES.getFirst()));
    for (KernelProgram program : CudaImages.programs()) {
      assertThat(FatBinary.parse(image(program)).parts())
          .as(program.name())
          .containsExactlyInAnyOrderElementsOf(parts);
    }
  }

  @Test
  void imagesOfOtherTuningsAreMissing() {
    Tuning tuning = Tuning.forProcessor();
    List<KernelProgram> others = new ArrayList<>(KernelProgram.all(tuning));
    others.removeAll(CudaImages.programs()); // seeds are expanded alike everywhere
    assertThat(others).isNotEmpty().allMatch(other -> CudaImages.read(other).isEmpty());
  }

  @Test
  void halfAFatBinaryIsNoFatBinary() {
    byte[] whole = image(CudaImages.programs().getFirst());
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    assertThatIllegalArgumentException().isThrownBy(() -> FatBinary.parse(half));
  }

  @Test
  void noKernelSpillsAndEveryKernelFits() {
    for (KernelProgram program : CudaImages.programs()) {
      requireFitting(program, index.images().get(CudaImages.path(program)).kernels());
    }
  }

  private static void requireFitting(
      KernelProgram program, Map<String, Map<String, Usage>> kernels) {
    Set<String> architectures =
        CudaImages.ARCHITECTURES.stream().map("sm_%d"::formatted).collect(Collectors.toSet());
    assertThat(declared(program)).as(program.name()).containsAll(kernels.keySet());
    assertThat(kernels).as(program.name()).isNotEmpty();
    kernels.forEach((kernel, usages) -> {
      String where = program.name() + ", " + kernel;
      assertThat(usages.keySet()).as(where).isEqualTo(architectures);
      for (Usage usage : usages.values()) {
        assertThat(usage.spilled()).as(where).isZero();
        assertThat(usage.registers() * program.columns() * program.rows())
            .as(where)
            .isBetween(1, REGISTERS);
      }
    });
  }

  private static Set<String> declared(KernelProgram program) {
    Set<String> names = new TreeSet<>();
    for (KernelEntry entry : KernelEntry.of(CudaImages.source(program))) {
      names.add(entry.name());
    }
    return names;
  }

  @Test
  void nvccMakesTheSameImageAgain() throws IOException {
    rebuild(CudaImages.programs().subList(0, 1));
  }

  @Test
  @Tag("slow")
  void nvccMakesAllImagesAgain() throws IOException {
    rebuild(CudaImages.programs());
  }

  private void rebuild(List<KernelProgram> programs) throws IOException {
    Nvcc nvcc = nvcc();
    boolean same = nvcc.version().equals(index.nvcc());
    if (!same) {
      System.out.printf(
          "cuda images not compared byte by byte: nvcc is %s, they are of %s%n",
          nvcc.version(), index.nvcc());
    }
    for (KernelProgram program : programs) {
      Path file = folder.resolve("again.fatbin");
      var kernels = nvcc.compile(program, file);
      requireFitting(program, kernels);
      if (same) {
        assertThat(Files.readAllBytes(file)).as(program.name()).isEqualTo(image(program));
        assertThat(index.images().get(CudaImages.path(program)).kernels()).isEqualTo(kernels);
      }
    }
  }

  private static Nvcc nvcc() {
    try {
      return Nvcc.find();
    } catch (IOException e) {
      System.out.println("cuda images not made again: nvcc is not here: " + e.getMessage());
      Assumptions.abort("nvcc is not here: " + e.getMessage());
      throw new IllegalStateException("not reached", e);
    }
  }
}
