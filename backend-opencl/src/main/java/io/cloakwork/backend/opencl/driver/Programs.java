package io.cloakwork.backend.opencl.driver;

import io.cloakwork.kernels.launch.KernelProgram;
import io.cloakwork.kernels.launch.KernelProgram.Dialect;
import io.cloakwork.kernels.launch.KernelSources;
import io.cloakwork.spi.device.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/// The programs of a device, each made once: compiled, read from the cache of binaries, or from a
/// folder of programs that were compiled before.
public final class Programs implements AutoCloseable {

  private static final String OPTIONS = "-cl-std=CL1.2";

  private final Session session;
  private final ProgramSource source;
  private final Dialect dialect;
  private final KernelSources texts;
  private final Map<KernelProgram, Built> built = new HashMap<>();
  // Binaries that several programs may share.
  private final Map<Path, cl_program> files = new HashMap<>();
  private int compiled;

  private record Built(cl_program program, String prefix) {}

  /// @param source where programs come from
  /// @param dialect one of OpenCL's
  /// @param texts what they are made of
  public Programs(Session session, ProgramSource source, Dialect dialect, KernelSources texts) {
    this.session = session;
    this.source = source;
    this.dialect = dialect;
    this.texts = texts;
  }

  /// Whether kernels are single work-items.
  public boolean areTasks() {
    return dialect == Dialect.OPENCL_TASK;
  }

  /// What programs are made of.
  public KernelSources texts() {
    return texts;
  }

  /// How many programs were compiled from their source.
  public int compiled() {
    return compiled;
  }

  /// A new kernel object.
  ///
  /// @throws BackendException with the compiler's words if the program is refused
  /// @throws IllegalArgumentException if it was to have been compiled before and was not
  public cl_kernel kernel(KernelProgram program, String name) {
    Built found = built.computeIfAbsent(program, this::build);
    return CL.clCreateKernel(found.program, found.prefix + name, null);
  }

  private Built build(KernelProgram program) {
    String text = program.source(dialect, texts);
    return switch (source) {
      case ProgramSource.Compiled(BinaryCache cache) ->
          new Built(cachedOrCompiled(program, text, cache), "");
      case ProgramSource.Exported(ProgramFolder folder) -> {
        cl_program exported = compile(program, text);
        folder.add(program.name(), text, Query.binary(exported));
        yield new Built(exported, "");
      }
      case ProgramSource.Prebuilt(ProgramFolder folder) -> {
        ProgramFolder.Entry entry = folder.find(program.name(), text);
        yield new Built(files.computeIfAbsent(entry.file(), this::load), entry.prefix());
      }
    };
  }

  private cl_program load(Path file) {
    try {
      return fromBinary(Files.readAllBytes(file));
    } catch (IOException | CLException e) {
      throw new BackendException(
          "%s: the compiled program %s cannot be loaded: %s"
              .formatted(session.hardware().name(), file, e.getMessage()),
          e);
    }
  }

  private cl_program cachedOrCompiled(KernelProgram program, String text, BinaryCache cache) {
    String key = BinaryCache.key(text, OPTIONS, session.hardware().fingerprint());
    Optional<byte[]> binary = cache.read(key);
    if (binary.isPresent()) {
      try {
        return fromBinary(binary.get());
      } catch (CLException _) {
        cache.remove(key);
      }
    }
    cl_program fresh = compile(program, text);
    cache.write(key, Query.binary(fresh));
    return fresh;
  }

  private cl_program fromBinary(byte[] binary) {
    cl_device_id[] devices = {session.hardware().id()};
    long[] lengths = {binary.length};
    cl_program program =
        CL.clCreateProgramWithBinary(
            session.context(), 1, devices, lengths, new byte[][] {binary}, new int[1], null);
    try {
      CL.clBuildProgram(program, 0, null, OPTIONS, null, null);
      return program;
    } catch (CLException e) {
      CL.clReleaseProgram(program);
      throw e;
    }
  }

  private cl_program compile(KernelProgram kernelProgram, String text) {
    cl_program program =
        CL.clCreateProgramWithSource(session.context(), 1, new String[] {text}, null, null);
    try {
      CL.clBuildProgram(program, 0, null, OPTIONS, null, null);
    } catch (CLException e) {
      String log = Query.buildLog(program, session.hardware().id());
      CL.clReleaseProgram(program);
      throw new BackendException(
          "%s: program %s cannot be compiled: %s"
              .formatted(session.hardware().name(), kernelProgram.name(), log),
          e);
    }
    compiled++;
    return program;
  }

  @Override
  public void close() {
    // A file's program stands for all that share it.
    Set<cl_program> programs = Collections.newSetFromMap(new IdentityHashMap<>());
    built.values().forEach(each -> programs.add(each.program));
    programs.forEach(CL::clReleaseProgram);
    built.clear();
    files.clear();
  }
}
