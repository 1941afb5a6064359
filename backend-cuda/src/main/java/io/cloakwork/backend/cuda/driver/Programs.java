package io.cloakwork.backend.cuda.driver;

import io.cloakwork.kernels.cuda.CudaImages;
import io.cloakwork.kernels.launch.KernelProgram;
import io.cloakwork.spi.device.BackendException;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/// The programs of a device, loaded from their images when they are first needed.
public final class Programs {

  private final Session session;
  private final Map<KernelProgram, CUmodule> modules = new HashMap<>();
  private final Map<Entry, CUfunction> functions = new HashMap<>();

  private record Entry(KernelProgram program, String kernel) {}

  public Programs(Session session) {
    this.session = session;
  }

  /// A kernel of a program.
  ///
  /// @throws BackendException if there is no image of the program, or the driver refuses it
  public CUfunction kernel(KernelProgram program, String name) {
    return functions.computeIfAbsent(new Entry(program, name), this::find);
  }

  private CUfunction find(Entry entry) {
    CUmodule module = modules.computeIfAbsent(entry.program(), this::load);
    CUfunction function = new CUfunction();
    session.check(
        JCudaDriver.cuModuleGetFunction(function, module, entry.kernel()),
        "finding kernel %s of program %s".formatted(entry.kernel(), entry.program().name()));
    return function;
  }

  private CUmodule load(KernelProgram program) {
    byte[] image =
        CudaImages.read(program)
            .orElseThrow(() ->
                new BackendException(
                    "%s: program %s was not compiled for the tuning %s"
                        .formatted(session.hardware().name(), program.name(), program.defines())));
    CUmodule module = new CUmodule();
    session.check(JCudaDriver.cuModuleLoadData(module, image), "loading program " + program.name());
    return module;
  }

  /// Unloads everything, whether or not the device is lost.
  public void close() {
    modules.values().forEach(JCudaDriver::cuModuleUnload);
    modules.clear();
    functions.clear();
  }
}
