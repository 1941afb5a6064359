package io.cloakwork.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/// Opens the resources of this module by their path, for instance `ntt.k` (neutral source) or
/// `cuda/ntt.sm_90.cubin` (compiled).
public final class KernelResources {

  /// Names joined by `/`; no name starts with a dot, so no path leaves the module's folder.
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*");

  private KernelResources() {}

  /// The resource at `path`, to be closed by the caller, or empty if there is none.
  ///
  /// @throws IllegalArgumentException if `path` is not a plain relative path
  public static Optional<InputStream> open(String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("'" + path + "' is not a plain relative path");
    }
    return Optional.ofNullable(KernelResources.class.getResourceAsStream(path));
  }

  /// The bytes of the resource at `path`.
  ///
  /// @throws IOException if there is none, naming it
  public static byte[] read(String path) throws IOException {
    try (InputStream in =
        open(path).orElseThrow(() -> new IOException("no kernel resource '" + path + "'"))) {
      return in.readAllBytes();
    }
  }
}
