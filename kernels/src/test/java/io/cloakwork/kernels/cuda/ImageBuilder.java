package io.cloakwork.kernels.cuda;

import io.cloakwork.kernels.cuda.ImageIndex.Image;
import io.cloakwork.kernels.launch.KernelProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// Compiles the programs whose source, compiler or flags have changed since their image was made,
/// and deletes images that no program has any more. The index is written after each image, so that
/// whoever is interrupted goes on from there.
public final class ImageBuilder {

  /// What people are told to do about an image that is out of date.
  static final String COMMAND = "mvn -pl kernels -am -Pcuda-images process-test-classes";

  private static final int COMPILERS = 2;

  private final Nvcc nvcc;
  private final Path resources;
  private final Map<String, Image> images = new TreeMap<>();

  private ImageBuilder(Nvcc nvcc, Path resources) {
    this.nvcc = nvcc;
    this.resources = resources;
  }

  /// @param arguments the folder of the module's resources, which holds `cuda`
  public static void main(String[] arguments) throws Exception {
    ImageBuilder builder = new ImageBuilder(Nvcc.find(), Path.of(arguments[0]));
    builder.build();
  }

  private void build() throws Exception {
    Files.createDirectories(resources.resolve("cuda"));
    keepFresh();
    List<KernelProgram> stale =
        CudaImages.programs().stream()
            .filter(program -> !images.containsKey(CudaImages.path(program)))
            .toList();
    System.out.printf("%d images are fresh, %d are compiled%n", images.size(), stale.size());
    compile(stale);
    writeIndex();
    deleteOthers();
    long bytes = images.values().stream().mapToLong(Image::bytes).sum();
    System.out.printf("%d images, %,d bytes%n", images.size(), bytes);
  }

  private void keepFresh() throws IOException {
    ImageIndex before;
    try {
      before = ImageIndex.parse(Files.readAllBytes(resources.resolve(ImageIndex.PATH)));
    } catch (NoSuchFileException _) {
      return;
    }
    if (!before.nvcc().equals(nvcc.version()) || !before.flags().equals(Nvcc.flags())) {
      return;
    }
    for (KernelProgram program : CudaImages.programs()) {
      String path = CudaImages.path(program);
      Image image = before.images().get(path);
      Path file = resources.resolve(path);
      if (image != null
          && image.source().equals(CudaImages.sourceHash(program))
          && Files.exists(file)
          && image.image().equals(CudaImages.hash(Packing.unpacked(file)))) {
        images.put(path, image);
      }
    }
  }

  private void compile(List<KernelProgram> programs) throws Exception {
    try (ExecutorService compilers = Executors.newFixedThreadPool(COMPILERS)) {
      List<Future<?>> all = new ArrayList<>();
      for (KernelProgram program : programs) {
        all.add(
            compilers.submit(() -> {
              compile(program);
              return null;
            }));
      }
      try {
        for (Future<?> one : all) {
          one.get();
        }
      } catch (ExecutionException e) {
        compilers.shutdownNow();
        throw e;
      }
    }
  }

  private void compile(KernelProgram program) throws IOException {
    Path folder = Files.createTempDirectory("cloakwork-image");
    try {
      Path fatbin = folder.resolve("image.fatbin");
      var kernels = nvcc.compile(program, fatbin);
      byte[] bytes = Files.readAllBytes(fatbin);
      String path = CudaImages.path(program);
      Path packed = folder.resolve("image.xz");
      Packing.pack(bytes, packed);
      int size = (int) Files.size(packed);
      Files.move(packed, resources.resolve(path), StandardCopyOption.REPLACE_EXISTING);
      Image image =
          new Image(
              program.name(),
              program.defines(),
              CudaImages.sourceHash(program),
              CudaImages.hash(bytes),
              size,
              kernels);
      finished(path, image);
    } finally {
      deleteFolder(folder);
    }
  }

  private synchronized void finished(String path, Image image) throws IOException {
    images.put(path, image);
    writeIndex();
    System.out.printf("%s: %,d bytes, registers %s%n", path, image.bytes(), registers(image));
  }

  private static String registers(Image image) {
    return image.kernels().entrySet().stream()
        .map(kernel ->
            kernel.getKey()
                + " "
                + kernel.getValue().values().stream()
                    .mapToInt(ImageIndex.Usage::registers)
                    .summaryStatistics()
                    .getMax())
        .collect(Collectors.joining(", "));
  }

  private void writeIndex() throws IOException {
    new ImageIndex(nvcc.version(), Nvcc.flags(), images).write(resources.resolve(ImageIndex.PATH));
  }

  private void deleteOthers() throws IOException {
    Set<Path> known = images.keySet().stream().map(resources::resolve).collect(Collectors.toSet());
    known.add(resources.resolve(ImageIndex.PATH));
    try (var files = Files.list(resources.resolve("cuda"))) {
      for (Path file : files.toList()) {
        if (!known.contains(file)) {
          Files.delete(file);
          System.out.println("deleted " + file);
        }
      }
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
