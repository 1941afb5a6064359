package io.cloakwork.cli.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/// The modules of the house and the arrows between them: which modules the classes of each may
/// name. Arrows are written out transitively, because a class may name what its dependencies hand
/// it.
enum HouseModule {
  SPI("engine-api/spi", "spi"),
  KERNELS("kernels", "kernels"),
  HARDWARE_PROFILES("hardware-profiles", "hardware.profiles"),
  CKKS("engine-api/ckks", "ckks", SPI),
  CLIENT("engine-api/client", "client", SPI, CKKS),
  CONFORMANCE("engine-api/conformance", "conformance", SPI, CKKS, CLIENT),
  BACKEND_REFERENCE("backend-reference", "backend.reference", SPI),
  BACKEND_CPU("backend-cpu", "backend.cpu", SPI, KERNELS, HARDWARE_PROFILES),
  BACKEND_CUDA("backend-cuda", "backend.cuda", SPI, KERNELS, HARDWARE_PROFILES),
  BACKEND_OPENCL("backend-opencl", "backend.opencl", SPI, KERNELS, HARDWARE_PROFILES),
  BACKEND_SIM("backend-sim", "backend.sim", SPI, KERNELS, HARDWARE_PROFILES),
  COMPILER("compiler", "compiler", SPI, CKKS),
  SERVE("serve", "serve", SPI, CKKS, COMPILER),
  BENCH("bench", "bench", SPI, CKKS, CLIENT, COMPILER, SERVE),
  CLI("cli", "cli", SPI, CKKS, CLIENT, COMPILER, SERVE, BENCH);

  private final String folder;
  private final String packageName;
  private final Set<HouseModule> mayName;

  HouseModule(String folder, String shortPackage, HouseModule... mayName) {
    this.folder = folder;
    this.packageName = "io.cloakwork." + shortPackage;
    this.mayName = mayName.length == 0 ? Set.of() : EnumSet.of(mayName[0], mayName);
  }

  /// The package that all classes of this module are in or below; also the module's name.
  String packageName() {
    return packageName;
  }

  boolean mayName(HouseModule other) {
    return other == this || mayName.contains(other);
  }

  /// Whether a class or package of that name belongs here.
  boolean owns(String name) {
    return name.equals(packageName) || name.startsWith(packageName + ".");
  }

  /// Where this module's compiled classes are.
  ///
  /// @throws IllegalStateException if the module has not been built
  Path classes() {
    Path classes = Path.of("").toAbsolutePath().resolveSibling(folder).resolve("target/classes");
    if (!Files.isDirectory(classes)) {
      throw new IllegalStateException("module " + folder + " has not been built: no " + classes);
    }
    return classes;
  }
}
