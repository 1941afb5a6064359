package io.cloakwork.backend.opencl.driver;

import io.cloakwork.hardware.profiles.host.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.jocl.CL;

/// The native half of JOCL, which its jar carries and unpacks when it is first used.
final class NativeLibrary {

  private NativeLibrary() {}

  /// Loads the library, once; repeating it is free.
  ///
  /// @throws IOException if there is no folder for it
  /// @throws LinkageError if the library cannot be loaded
  static void load(Path folder) throws IOException {
    PrivateFolder.whileTemporary(folder, () -> CL.setExceptionsEnabled(true));
  }
}
