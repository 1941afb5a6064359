package io.cloakwork.backend.cuda.driver;

import io.cloakwork.hardware.profiles.host.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import jcuda.driver.JCudaDriver;

/// The native half of JCuda, which its jar carries and unpacks when it is first used.
final class NativeLibrary {

  private NativeLibrary() {}

  /// Loads the library, once; repeating it is free. Failures are reported as codes, not thrown:
  /// asking whether an event has come must cost nothing.
  ///
  /// @throws IOException if there is no folder for it
  /// @throws LinkageError if the library cannot be loaded
  static void load(Path folder) throws IOException {
    PrivateFolder.whileTemporary(folder, () -> JCudaDriver.setExceptionsEnabled(false));
  }
}
