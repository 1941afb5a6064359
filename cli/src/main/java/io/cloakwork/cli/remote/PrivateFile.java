package io.cloakwork.cli.remote;

import io.cloakwork.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// A file whose first line is a secret: a token or a passphrase. It is refused when others than its
/// owner have any permission for it.
public final class PrivateFile {

  private static final int MAX_BYTES = 1 << 13;
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private PrivateFile() {}

  /// The first line, which the caller overwrites.
  ///
  /// @param what the secret is, for the sentences
  /// @throws CommandFailure if there is no such file, others may read it, or its first line is
  ///   empty or longer than 8 KiB
  public static char[] firstLine(Path file, String what) {
    try {
      requirePrivate(file, what);
      byte[] bytes;
      try (var stream = Files.newInputStream(file)) {
        bytes = stream.readNBytes(MAX_BYTES);
      }
      try {
        return decoded(bytes, file, what);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static char[] decoded(byte[] bytes, Path file, String what) {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
      end++;
    }
    if (end == 0 || end == MAX_BYTES) {
      throw new CommandFailure(
          "the first line of %s is %s, so it is no %s"
              .formatted(file, end == 0 ? "empty" : "longer than " + MAX_BYTES + " bytes", what));
    }
    CharBuffer characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, end));
    char[] line = Arrays.copyOf(characters.array(), characters.limit());
    Arrays.fill(characters.array(), '\0');
    return line;
  }

  private static void requirePrivate(Path file, String what) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new CommandFailure("there is no %s file %s that can be read".formatted(what, file));
    }
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
      throw new CommandFailure(
          "%s file %s has permissions %s; only its owner may have any: chmod 600"
              .formatted(what, file, PosixFilePermissions.toString(permissions)));
    }
  }
}
