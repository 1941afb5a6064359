package io.cloakwork.backend.opencl.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    createPrivate(folder);
    String temporary = System.getProperty(TEMPORARY_FOLDER);
    System.setProperty(TEMPORARY_FOLDER, folder.toString());
    try {
      CL.setExceptionsEnabled(true);
    } finally {
      System.setProperty(TEMPORARY_FOLDER, temporary);
    }
  }

  private static void createPrivate(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(folder.getParent());
      if (!Files.exists(folder)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      requirePrivate(folder);
    } else {
      Files.createDirectories(folder);
    }
  }

  private static void requirePrivate(Path folder) throws IOException {
    String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    if (!permissions.endsWith("------")) {
      throw new IOException(
          "folder %s has permissions %s: others could put a library there"
              .formatted(folder, permissions));
    }
  }
}
