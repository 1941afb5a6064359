package io.cloakwork.backend.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Locale;

/// Whether the CUDA driver library is on this machine. Looking loads the library and unloads it
/// again; nothing in it is called, so no device is touched and no context made.
public sealed interface CudaLoader {

  /// The library that was found.
  record Present(String library) implements CudaLoader {}

  /// The library that was not found, and what the loader said.
  record Missing(String library, Throwable cause) implements CudaLoader {}

  static CudaLoader find() {
    return find(library());
  }

  /// What the driver's library is called on this system.
  static String library() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    return windows ? "nvcuda.dll" : "libcuda.so.1";
  }

  @SuppressWarnings("restricted") // loading a native library is what this is for
  static CudaLoader find(String library) {
    try (Arena arena = Arena.ofConfined()) {
      boolean driver = SymbolLookup.libraryLookup(library, arena).find("cuInit").isPresent();
      return driver
          ? new Present(library)
          : new Missing(library, new UnsatisfiedLinkError(library + " has no symbol cuInit"));
    } catch (IllegalArgumentException e) {
      return new Missing(library, e);
    }
  }
}
