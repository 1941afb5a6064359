package io.cloakwork.backend.opencl.driver;

import java.nio.file.Path;

/// Where this user's files are kept that can be made again.
public final class UserCache {

  private UserCache() {}

  /// The folder of this backend, which may not exist yet.
  public static Path folder() {
    return Path.of(System.getProperty("user.home"), ".cache", "cloakwork", "opencl");
  }
}
