package io.cloakwork.backend.cuda.sim;

import io.cloakwork.kernels.cuda.CudaImages;
import io.cloakwork.kernels.launch.KernelProgram;
import io.cloakwork.kernels.launch.KernelProgram.Dialect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Compiles the simulated driver with g++ and lays out the sources of the kernels for it, before
/// any test runs: a JVM's library path is set when it starts. Without g++ it says so and does
/// nothing.
public final class SimulatorBuild {

  private static final List<String> COMPILE =
      List.of(
          "g++",
          "-std=c++17",
          "-O1",
          "-Wall",
          "-Wextra",
          "-Werror",
          "-fPIC",
          "-fvisibility=hidden",
          "-c");
  private static final List<String> LINK =
      List.of(
          "g++", "-shared", "-pthread", "-Wl,-soname,libcuda.so.1", "-Wl,--no-undefined", "-ldl");

  private final Path sources;
  private final Path output;

  private SimulatorBuild(Path sources, Path output) {
    this.sources = sources;
    this.output = output;
  }

  /// Takes the folder of the sources, and the folder to write to.
  ///
  /// @throws IOException if files cannot be read or written, or something does not compile
  public static void main(String... arguments) throws IOException, InterruptedException {
    String missing = missingCompiler();
    if (!missing.isEmpty()) {
      System.out.println("driver simulator skipped: " + missing);
      return;
    }
    SimulatorBuild build = new SimulatorBuild(Path.of(arguments[0]), Path.of(arguments[1]));
    build.library();
    build.kernels();
  }

  private static String missingCompiler() throws InterruptedException {
    try {
      int code =
          new ProcessBuilder("g++", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      return code == 0 ? "" : "g++ --version ends with code " + code;
    } catch (IOException e) {
      return "g++ is not here: " + e.getMessage();
    }
  }

  /// Compiles what is older than its source or than any header, on two processors, and links.
  private void library() throws IOException, InterruptedException {
    Path objects = Files.createDirectories(output.resolve("objects"));
    long headers = newest(files(".h", ".inc"));
    List<Path> compiled = new ArrayList<>();
    try (ExecutorService processors = Executors.newFixedThreadPool(2)) {
      List<Future<?>> running = new ArrayList<>();
      for (Path source : files(".cpp")) {
        Path object = objects.resolve(source.getFileName() + ".o");
        compiled.add(object);
        if (modified(object) <= Math.max(headers, modified(source))) {
          running.add(processors.submit(() -> compile(source, object)));
        }
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the driver simulator does not compile", e.getCause());
    }
    Path library = output.resolve("libcuda.so.1");
    if (modified(library) <= newest(compiled)) {
      List<String> command = new ArrayList<>(LINK);
      compiled.forEach(object -> command.add(object.toString()));
      command.addAll(List.of("-o", library.toString()));
      run(command);
    }
  }

  private static Void compile(Path source, Path object) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(COMPILE);
    command.addAll(List.of(source.toString(), "-o", object.toString()));
    run(command);
    return null;
  }

  /// Writes the source of every image's kernels, and the list in which the simulator looks images
  /// up. It compiles those that are loaded.
  private void kernels() throws IOException {
    Path folder = Files.createDirectories(output.resolve("kernels"));
    String tools =
        Files.readString(sources.resolve("cuda_on_host.h"))
            + Files.readString(sources.resolve("kernel_abi.h"))
            + Files.readString(sources.resolve("compile-kernels.sh"));
    StringBuilder index = new StringBuilder();
    for (Map.Entry<String, String> image : new TreeMap<>(sourceOfImages()).entrySet()) {
      String name = hash(tools + image.getValue());
      Path source = folder.resolve(name + ".cu");
      if (!Files.exists(source)) {
        Files.writeString(source, image.getValue());
      }
      index.append("%s %s%n".formatted(image.getKey(), name));
    }
    Files.writeString(folder.resolve("index"), index);
  }

  /// CUDA C++ by the SHA-256 of the image that was made of it.
  private Map<String, String> sourceOfImages() throws IOException {
    Map<String, String> images = new TreeMap<>();
    String probe = Files.readString(sources.resolve("probe.cu"));
    images.put(hash(probe), probe); // the simulator takes text for PTX
    for (KernelProgram program : CudaImages.programs()) {
      CudaImages.read(program)
          .ifPresent(image -> images.put(CudaImages.hash(image), program.source(Dialect.CUDA)));
    }
    return images;
  }

  private static String hash(String text) {
    return CudaImages.hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Path> files(String... suffixes) throws IOException {
    try (Stream<Path> all = Files.list(sources)) {
      return all.filter(file -> Stream.of(suffixes).anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    }
  }

  private static long newest(List<Path> files) throws IOException {
    long newest = 0;
    for (Path file : files) {
      newest = Math.max(newest, modified(file));
    }
    return newest;
  }

  private static long modified(Path file) throws IOException {
    return Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : 0;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("code %d from: %s".formatted(code, String.join(" ", command)));
    }
  }
}
