package io.cloakwork.backend.opencl.driver;

import io.cloakwork.hardware.profiles.host.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.jocl.CL;

/// The native half of JOCL, which its jar carries and unpacks when it is first used.
final class NativeLibrary {

  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

  private NativeLibrary() {}

  /// Loads the library, once; repeating it is free.
  ///
  /// JOCL unpacks into the folder of temporary files under a name that anyone can foresee, where
  /// anyone could put another library first. So it is shown a folder that only this user can write.
  ///
  /// @throws IOException if there is no such folder
  /// @throws LinkageError if the library cannot be loaded
  static synchronized void load(Path folder) throws IOException {
    PrivateFolder.create(folder);
    String temporary = System.getProperty(TEMPORARY_FOLDER);
    System.setProperty(TEMPORARY_FOLDER, folder.toString());
    try {
      CL.setExceptionsEnabled(true);
    } finally {
      System.setProperty(TEMPORARY_FOLDER, temporary);
    }
  }
}
