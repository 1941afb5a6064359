package io.cloakwork.serve.server;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// A file that holds secrets.
public final class PrivateFile {

  private static final Set<PosixFilePermission> ALLOWED =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ);

  private PrivateFile() {}

  /// Its owner may write and its group may read it, which is how orchestrators hand secrets to a
  /// process; nobody else may do anything.
  ///
  /// @throws IOException if it is not there, or others may use it
  public static void require(String what, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("%s: there is no file %s".formatted(what, file));
    }
    if (!ALLOWED.containsAll(Files.getPosixFilePermissions(file))) {
      throw new FileSystemException(
          file.toString(),
          null,
          "the %s is open to others: 'chmod 600' makes it private".formatted(what));
    }
  }
}
