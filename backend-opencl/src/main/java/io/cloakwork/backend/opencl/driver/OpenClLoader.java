package io.cloakwork.backend.opencl.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Locale;

/// Whether the OpenCL loader library is on this machine. Looking loads the library and unloads it
/// again; nothing in it is called, so no platform is opened and no device touched.
public sealed interface OpenClLoader {

  /// The library that was found.
  record Present(String library) implements OpenClLoader {}

  /// The library that was not found, and what the loader said.
  record Missing(String library, Throwable cause) implements OpenClLoader {}

  static OpenClLoader find() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.contains("windows")) {
      return find("OpenCL.dll");
    }
    if (system.contains("mac")) {
      return find("/System/Library/Frameworks/OpenCL.framework/OpenCL");
    }
    return find("libOpenCL.so.1");
  }

  @SuppressWarnings("restricted") // loading a native library is what this is for
  static OpenClLoader find(String library) {
    try (Arena arena = Arena.ofConfined()) {
      boolean loader =
          SymbolLookup.libraryLookup(library, arena).find("clGetPlatformIDs").isPresent();
      return loader
          ? new Present(library)
          : new Missing(
              library, new UnsatisfiedLinkError(library + " has no symbol clGetPlatformIDs"));
    } catch (IllegalArgumentException e) {
      return new Missing(library, e);
    }
  }
}
