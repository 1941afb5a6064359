package io.cloakwork.ckks.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;

/// Replaces a file as a whole: what is written goes to a temporary name in the same directory, is
/// forced to the disk and then renamed, so that a reader sees the old file or the new one, whatever
/// fails in between.
public final class AtomicFile {

  /// What writes the content.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream stream) throws IOException;
  }

  private AtomicFile() {}

  /// Writes `file` with `content`. The temporary file is readable by its owner only unless
  /// `attributes` say otherwise, and is gone if anything fails.
  public static void write(Path file, Content content, FileAttribute<?>... attributes)
      throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path temporary = Files.createTempFile(directory, ".cloakwork-", ".tmp", attributes);
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
          OutputStream stream = Channels.newOutputStream(channel)) {
        content.writeTo(stream);
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceDirectory(directory);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (java.nio.file.AccessDeniedException e) {
      // Some systems do not open directories; there the rename itself is all one can ask for.
      return;
    }
  }
}
