package io.cloakwork.cli.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The modules of the house and the arrows between them.
enum HouseModule {
  SPI("engine-api/spi", "spi"),
  KERNELS("kernels", "kernels"),
  HARDWARE_PROFILES("hardware-profiles", "hardware.profiles"),
  COST_MODEL("cost-model", "cost"),
  CKKS("engine-api/ckks", "ckks"),
  CLIENT("engine-api/client", "client"),
  CONFORMANCE("engine-api/conformance", "conformance"),
  BACKEND_REFERENCE("backend-reference", "backend.reference"),
  BACKEND_CPU("backend-cpu", "backend.cpu"),
  BACKEND_CUDA("backend-cuda", "backend.cuda"),
  BACKEND_OPENCL("backend-opencl", "backend.opencl"),
  BACKEND_SIM("backend-sim", "backend.sim"),
  COMPILER("compiler", "compiler"),
  SERVE_STORE("serve/store", "serve.store"),
  SERVE_HOST("serve/host", "serve.host"),
  SERVE_PROTOCOL("serve/protocol", "serve.protocol"),
  SERVE_SERVER("serve/server", "serve.server"),
  BENCH("bench", "bench"),
  CLI("cli", "cli");

  private static final Map<HouseModule, JavaClasses> IMPORTED = new ConcurrentHashMap<>();

  private final String folder;
  private final String packageName;

  HouseModule(String folder, String shortPackage) {
    this.folder = folder;
    this.packageName = "io.cloakwork." + shortPackage;
  }

  /// The package that all classes of this module are in or below; also the module's name.
  String packageName() {
    return packageName;
  }

  /// Which modules the classes of this one may name, besides their own. Written out transitively,
  /// because a class may name what its dependencies hand it.
  private Set<HouseModule> arrows() {
    return switch (this) {
      case SPI, HARDWARE_PROFILES -> EnumSet.noneOf(HouseModule.class);
      case CKKS, BACKEND_REFERENCE, KERNELS -> EnumSet.of(SPI);
      case CLIENT -> EnumSet.of(SPI, CKKS);
      case COST_MODEL -> EnumSet.of(SPI, HARDWARE_PROFILES);
      case COMPILER -> EnumSet.of(SPI, CKKS, COST_MODEL);
      case CONFORMANCE -> EnumSet.of(SPI, CKKS, CLIENT);
      case BACKEND_CPU, BACKEND_CUDA, BACKEND_OPENCL -> EnumSet.of(SPI, KERNELS, HARDWARE_PROFILES);
      case BACKEND_SIM -> EnumSet.of(SPI, COST_MODEL, HARDWARE_PROFILES);
      case SERVE_STORE -> EnumSet.of(SPI, CKKS);
      case SERVE_HOST -> EnumSet.of(SPI, CKKS, COMPILER, SERVE_STORE);
      case SERVE_PROTOCOL -> EnumSet.of(SPI, CKKS, COMPILER);
      case SERVE_SERVER -> EnumSet.of(SPI, CKKS, COMPILER, SERVE_STORE, SERVE_HOST, SERVE_PROTOCOL);
      case BENCH ->
          EnumSet.of(
              SPI,
              CKKS,
              CLIENT,
              HARDWARE_PROFILES,
              COST_MODEL,
              COMPILER,
              SERVE_STORE,
              SERVE_HOST,
              SERVE_PROTOCOL,
              SERVE_SERVER);
      case CLI ->
          EnumSet.of(
              SPI,
              CKKS,
              CLIENT,
              CONFORMANCE,
              COST_MODEL,
              COMPILER,
              SERVE_PROTOCOL,
              BENCH,
              HARDWARE_PROFILES);
    };
  }

  boolean mayName(HouseModule other) {
    return other == this || arrows().contains(other);
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

  /// This module's compiled classes, read once for all tests: resolving what they name takes
  /// seconds.
  JavaClasses imported() {
    return IMPORTED.computeIfAbsent(
        this, module -> new ClassFileImporter().importPath(module.classes()));
  }
}
