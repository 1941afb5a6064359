package io.cloakwork.kernels.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A folder for libraries that jars carry and unpack when they are first used.
///
/// They unpack into the folder of temporary files under a name that anyone can foresee, where
/// anyone could put another library first. So they are shown a folder that only this user can
/// write.
public final class PrivateFolder {

  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

  private PrivateFolder() {}

  /// The folder of a backend for files that can be made again, which may not exist yet.
  public static Path cacheOf(String backend) {
    return Path.of(System.getProperty("user.home"), ".cache", "cloakwork", backend);
  }

  /// Runs `unpacks` while `folder`, which is made if it is not there, is the folder of temporary
  /// files.
  ///
  /// @throws IOException if there is no such folder, or others can write it
  public static synchronized void whileTemporary(Path folder, Runnable unpacks) throws IOException {
    create(folder);
    String temporary = System.getProperty(TEMPORARY_FOLDER);
    System.setProperty(TEMPORARY_FOLDER, folder.toString());
    try {
      unpacks.run();
    } finally {
      System.setProperty(TEMPORARY_FOLDER, temporary);
    }
  }

  private static void create(Path folder) throws IOException {
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
