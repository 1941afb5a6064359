package io.cloakwork.hardware.profiles.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A folder for native libraries that are unpacked at run time. Where others can write, anyone
/// could put another library first.
public final class PrivateFolder {

  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

  private PrivateFolder() {}

  /// Runs `unpacks` while `folder` is the folder of temporary files: some libraries unpack there,
  /// under a name that anyone can foresee.
  ///
  /// @throws IOException if the folder cannot be made or others have access
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

  /// Makes `folder`, and those above it, if it is not there, and checks that only this user can use
  /// it.
  ///
  /// @throws IOException if it cannot be made or others have access
  public static void create(Path folder) throws IOException {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(folder);
      return;
    }
    Files.createDirectories(folder.toAbsolutePath().getParent());
    if (!Files.exists(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    if (!permissions.endsWith("------")) {
      throw new IOException(
          "folder %s has permissions %s: others could put a library there"
              .formatted(folder, permissions));
    }
  }
}
