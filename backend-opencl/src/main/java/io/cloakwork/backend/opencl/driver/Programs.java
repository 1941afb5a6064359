package io.cloakwork.backend.opencl.driver;

import io.cloakwork.kernels.launch.KernelProgram;
import io.cloakwork.spi.device.BackendException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/// The programs of a device, each compiled once, or read from the cache of binaries.
public final class Programs implements AutoCloseable {

  private static final String OPTIONS = "-cl-std=CL1.2";

  private final Session session;
  private final BinaryCache cache;
  private final Map<KernelProgram, cl_program> built = new HashMap<>();
  private int compiled;

  public Programs(Session session, BinaryCache cache) {
    this.session = session;
    this.cache = cache;
  }

  /// How many programs were compiled from their source.
  public int compiled() {
    return compiled;
  }

  /// A new kernel object.
  ///
  /// @throws BackendException with the compiler's words if the program is refused
  public cl_kernel kernel(KernelProgram program, String name) {
    return CL.clCreateKernel(built.computeIfAbsent(program, this::build), name, null);
  }

  private cl_program build(KernelProgram program) {
    String source = program.source(KernelProgram.Dialect.OPENCL);
    String key = BinaryCache.key(source, OPTIONS, session.hardware().fingerprint());
    Optional<cl_program> cached = cache.read(key).flatMap(binary -> fromBinary(key, binary));
    return cached.orElseGet(() -> fromSource(program, key, source));
  }

  private Optional<cl_program> fromBinary(String key, byte[] binary) {
    cl_device_id[] devices = {session.hardware().id()};
    long[] lengths = {binary.length};
    try {
      cl_program program =
          CL.clCreateProgramWithBinary(
              session.context(), 1, devices, lengths, new byte[][] {binary}, new int[1], null);
      try {
        CL.clBuildProgram(program, 0, null, OPTIONS, null, null);
        return Optional.of(program);
      } catch (CLException e) {
        CL.clReleaseProgram(program);
        throw e;
      }
    } catch (CLException _) {
      cache.remove(key);
      return Optional.empty();
    }
  }

  private cl_program fromSource(KernelProgram kernelProgram, String key, String source) {
    cl_program program =
        CL.clCreateProgramWithSource(session.context(), 1, new String[] {source}, null, null);
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
    cache.write(key, Query.binary(program));
    return program;
  }

  @Override
  public void close() {
    built.values().forEach(CL::clReleaseProgram);
    built.clear();
  }
}
