package io.cloakwork.serve.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The folder of a store: held by one process at a time, and of a layout that this build knows.
final class StoreFolder implements AutoCloseable {

  private static final String LAYOUT = "layout";
  private static final String LOCK = "lock";

  private final Path root;
  private final FileChannel channel;

  private StoreFolder(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /// Makes or opens `root` with the folders `parts`.
  ///
  /// @param layout kind and version, the content of the file `layout`
  /// @throws IOException if another process has it, or the layout is another
  static StoreFolder open(Disk disk, Path root, String layout, List<String> parts)
      throws IOException {
    disk.makeFolder(root);
    FileChannel channel = disk.openForWriting(root.resolve(LOCK));
    try {
      lock(root, channel);
      requireLayout(disk, root, layout);
      for (String part : parts) {
        disk.makeFolder(root.resolve(part));
      }
      disk.forceFolder(root);
      return new StoreFolder(root, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  // The lock lives as long as its channel: closing the channel gives it back.
  @SuppressWarnings("try")
  private static void lock(Path root, FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw new IOException("this process has %s open already".formatted(root), e);
    }
    if (lock == null) {
      throw new IOException("another process has %s open".formatted(root));
    }
  }

  private static void requireLayout(Disk disk, Path root, String layout) throws IOException {
    Path file = root.resolve(LAYOUT);
    if (Files.exists(file)) {
      String found = Files.readString(file, StandardCharsets.US_ASCII).strip();
      if (!found.equals(layout)) {
        throw new IOException(
            "%s has layout '%s', this build reads '%s'".formatted(root, found, layout));
      }
      return;
    }
    Path temporary = root.resolve(LAYOUT + ".part");
    try (FileChannel channel = disk.openForWriting(temporary)) {
      channel.truncate(0);
      disk.append(channel, 0, StandardCharsets.US_ASCII.encode(layout + System.lineSeparator()));
      disk.force(channel);
    }
    disk.move(temporary, file);
  }

  Path resolve(String name) {
    return root.resolve(name);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
