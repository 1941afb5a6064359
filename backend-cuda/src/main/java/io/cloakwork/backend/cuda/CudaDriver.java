package io.cloakwork.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Locale;

/// Whether the CUDA driver library is on this machine. Looking loads the library and unloads it
/// again; nothing in it is called, so no device is touched and no context made.
sealed interface CudaDriver {

  /// The library that was found.
  record Present(String library) implements CudaDriver {}

  /// The library that was not found, and what the loader said.
  record Missing(String library, Throwable cause) implements CudaDriver {}

  static CudaDriver find() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    return find(windows ? "nvcuda.dll" : "libcuda.so.1");
  }

  @SuppressWarnings("restricted") // loading a native library is what this is for
  static CudaDriver find(String library) {
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
