package io.cloakwork.backend.sim.fpga;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The hardware description of `kernels/fpga`, compiled by Verilator and run in this process. Words
/// are what the core holds; [CoreTables] has their forms.
@SuppressWarnings("restricted") // calling compiled code is what this is for
final class CoreModel implements AutoCloseable {

  private static final Path SOURCES =
      Path.of("").toAbsolutePath().resolveSibling("kernels").resolve("fpga");
  private static final int BUILD_MINUTES = 10;

  private final Arena arena = Arena.ofConfined();
  private final MethodHandle setModulus;
  private final MethodHandle transform;
  private final MethodHandle multiply;
  private final MethodHandle close;
  private final MemorySegment core;

  private CoreModel(Path library) {
    SymbolLookup symbols = SymbolLookup.libraryLookup(library, arena);
    this.setModulus =
        handle(symbols, "core_set_modulus", null, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    this.transform = handle(symbols, "core_transform", JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS);
    this.multiply =
        handle(symbols, "core_multiply", JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
    this.close = handle(symbols, "core_close", null, ADDRESS);
    this.core = (MemorySegment) call(handle(symbols, "core_open", ADDRESS));
  }

  private static MethodHandle handle(
      SymbolLookup symbols, String name, MemoryLayout result, MemoryLayout... arguments) {
    FunctionDescriptor type =
        result == null
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(result, arguments);
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
  }

  private static Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("the model failed", e);
    }
  }

  /// What is missing to build a model, or an empty text.
  static String missingTool() {
    for (String tool : new String[] {"verilator", "g++"}) {
      try {
        Process process =
            new ProcessBuilder(tool, "--version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
          return tool + " does not run";
        }
      } catch (IOException e) {
        return "there is no " + tool + " on the path";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return "";
  }

  /// Builds a core in `folder` and starts it.
  static CoreModel build(int logN, int logLanes, Path folder)
      throws IOException, InterruptedException {
    Path library = folder.resolve("core-%d-%d.so".formatted(logN, logLanes));
    Path log = folder.resolve("build.log");
    Process build =
        new ProcessBuilder(
                SOURCES.resolve("build-model.sh").toString(),
                Integer.toString(logN),
                Integer.toString(logLanes),
                library.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!build.waitFor(BUILD_MINUTES, TimeUnit.MINUTES) || build.exitValue() != 0) {
      build.destroyForcibly();
      throw new IllegalStateException("the core was not built: " + Files.readString(log));
    }
    return new CoreModel(library);
  }

  void setModulus(CoreTables tables) {
    call(
        setModulus,
        core,
        tables.modulus().value(),
        words(tables.forward()),
        words(tables.inverse()));
  }

  /// Transforms a row in place.
  ///
  /// @return clocks
  long transform(boolean inverse, long[] row) {
    MemorySegment words = words(row);
    long clocks = (long) call(transform, core, inverse ? 1 : 0, words);
    MemorySegment.copy(words, JAVA_LONG, 0, row, 0, row.length);
    return clocks;
  }

  /// Element-wise products, less the factor that a reduction divides by.
  ///
  /// @return clocks
  long multiply(long[] a, long[] b, long[] results) {
    MemorySegment words = words(results);
    long clocks = (long) call(multiply, core, (long) a.length, words(a), words(b), words);
    MemorySegment.copy(words, JAVA_LONG, 0, results, 0, results.length);
    return clocks;
  }

  private MemorySegment words(long[] words) {
    return arena.allocateFrom(JAVA_LONG, words);
  }

  @Override
  public void close() {
    call(close, core);
    arena.close();
  }
}
