package io.cloakwork.hardware.profiles.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A folder for native libraries that are unpacked at run time. Where others can write, anyone
/// could put another library first.
public final class PrivateFolder {

  private PrivateFolder() {}

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
