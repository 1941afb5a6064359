package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.ModulusChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A unit of compilation: neutral sources after one another, and the values of their tunables. Its
/// work-groups have `columns` × `rows` items.
///
/// @param name for people
/// @param sources resources, in order, without the dialect
/// @param defines macros by name
/// @param columns items of a work-group along x
/// @param rows items of a work-group along y
public record KernelProgram(
    String name, List<String> sources, Map<String, Integer> defines, int columns, int rows) {

  /// Blocks of the key stream that a work-group has in local memory, 64 bytes each.
  private static final int MOST_BLOCKS = 256;

  /// The languages that the sources can be compiled as, by their headers.
  public enum Dialect {
    OPENCL("dialect/opencl.h"),
    /// OpenCL C whose kernels are single work-items, as compilers for FPGAs want them. After its
    /// buffers a kernel takes the numbers of groups along x, y and z.
    OPENCL_TASK("dialect/opencl.h"),
    CUDA("dialect/cuda.h"),
    C("dialect/c.h");

    private final String header;

    Dialect(String header) {
      this.header = header;
    }
  }

  public KernelProgram {
    sources = List.copyOf(sources);
    defines = Map.copyOf(defines);
  }

  /// Every program that graphs may need under a tuning, for all ring degrees.
  public static List<KernelProgram> all(Tuning tuning) {
    List<KernelProgram> programs = new ArrayList<>(List.of(words(tuning), uniform(tuning)));
    for (Lane lane : Lane.values()) {
      programs.add(products(lane, tuning));
      for (int logN = ModulusChain.MIN_LOG_N; logN <= ModulusChain.MAX_LOG_N; logN++) {
        programs.add(transforms(lane, TransformShape.of(logN, lane, tuning)));
      }
    }
    return programs;
  }

  /// Additions, permutations, copies: words of any prime.
  static KernelProgram words(Tuning tuning) {
    return of(
        "words",
        List.of("elementwise.k", "permutation.h", "automorphism.k"),
        tuning,
        Map.of("FP64", 0));
  }

  /// Products and sums of products.
  static KernelProgram products(Lane lane, Tuning tuning) {
    return of(
        "products-" + lane.fileName(),
        List.of(
            header(lane),
            "multiply.k",
            "tensor.k",
            "innerproduct.k",
            "conversion.h",
            "baseconvert.k",
            "linearcombination.k"),
        tuning,
        Map.of("TARGETS", tuning.targets(), "FP64", fp64(lane)));
  }

  /// Uniform rows from seeds.
  static KernelProgram uniform(Tuning tuning) {
    int rows = Math.min(tuning.groupWords(), MOST_BLOCKS) / Tuning.LINE;
    return withLaunches(
        "uniform", List.of("uniform.k"), Map.of("FP64", 0, "LANES", 1), Tuning.LINE, rows);
  }

  private static KernelProgram of(
      String name, List<String> sources, Tuning tuning, Map<String, Integer> more) {
    Map<String, Integer> defines = new TreeMap<>(more);
    defines.put("LANES", tuning.lanes());
    return withLaunches(
        name, sources, defines, Tuning.LINE / tuning.lanes(), tuning.groupWords() / Tuning.LINE);
  }

  /// Transforms of one length, both ways.
  static KernelProgram transforms(Lane lane, TransformShape shape) {
    Map<String, Integer> defines =
        Map.of(
            "FP64", fp64(lane),
            "LANES", shape.lanes(),
            "LOG_N", shape.logN(),
            "LOG_TILE", shape.logTile(),
            "LOG_RADIX", shape.logRadix(),
            "LOG_COLUMN_STAGES", shape.columnStages(),
            "SPREAD", shape.spread() ? 1 : 0);
    return withLaunches(
        "transforms-%s-%d".formatted(lane.fileName(), shape.logN()),
        List.of(header(lane), "conversion.h", "permutation.h", "transform.h", "ntt.k", "intt.k"),
        defines,
        shape.columns(),
        shape.rows());
  }

  private static int fp64(Lane lane) {
    return lane == Lane.FP64 ? 1 : 0;
  }

  private static String header(Lane lane) {
    return "lane/" + lane.fileName() + ".h";
  }

  private static KernelProgram withLaunches(
      String name, List<String> sources, Map<String, Integer> defines, int columns, int rows) {
    List<String> all = new ArrayList<>(List.of("lane/modulus.h"));
    if (sources.getFirst().startsWith("lane/")) {
      all.add(sources.getFirst());
      all.add("launch.h");
      all.addAll(sources.subList(1, sources.size()));
    } else {
      all.add("launch.h");
      all.addAll(sources);
    }
    Map<String, Integer> sizes = new TreeMap<>(defines);
    sizes.put("COLUMNS", columns);
    sizes.put("ROWS", rows);
    return new KernelProgram(name, all, sizes, columns, rows);
  }

  /// The whole neutral source, macros included, ready to be compiled.
  public String source(Dialect dialect) {
    return source(dialect, KernelSources.neutral());
  }

  /// The whole source, macros included, ready to be compiled.
  ///
  /// @param texts which text stands for each of the sources
  public String source(Dialect dialect, KernelSources texts) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(defines)
        .forEach((name, value) -> text.append("#define %s %d\n".formatted(name, value)));
    if (dialect == Dialect.OPENCL_TASK) {
      text.append("#define SINGLE_WORK_ITEM 1\n");
    }
    text.append('\n').append(texts.text(dialect.header));
    for (String source : sources) {
      text.append('\n')
          .append(KernelEntry.appendToEach(texts.text(source), kernel -> entry(kernel, dialect)));
    }
    return text.toString();
  }

  /// What a launch calls where that is not the kernel itself.
  private static String entry(KernelEntry kernel, Dialect dialect) {
    return switch (dialect) {
      case CUDA -> cudaEntry(kernel);
      case OPENCL_TASK -> taskEntry(kernel);
      case OPENCL, C -> "";
    };
  }

  private static String taskEntry(KernelEntry kernel) {
    List<String> names =
        IntStream.range(0, kernel.arguments().size()).mapToObj("b%d"::formatted).toList();
    return "TASK(%s, (GLOBAL void *%s), (%s))\n"
        .formatted(kernel.name(), String.join(", GLOBAL void *", names), String.join(", ", names));
  }

  /// What a launch calls in CUDA: a function that takes the addresses of its buffers from a table.
  private static String cudaEntry(KernelEntry kernel) {
    return IntStream.range(0, kernel.arguments().size())
        .mapToObj("BUFFER(%d)"::formatted)
        .collect(Collectors.joining(", ", "ENTRY(" + kernel.name() + ", ", ")\n"));
  }
}
