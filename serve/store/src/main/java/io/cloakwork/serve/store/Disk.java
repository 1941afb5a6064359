package io.cloakwork.serve.store;

import io.cloakwork.ckks.wire.WireException;
import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What stores do to files, in one place, so that permissions are right everywhere and a test can
/// make each step fail.
class Disk {

  private static final long DIGEST_CHUNK = 1 << 30;

  private static final int FORCED_AT_ONCE = 8;

  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");

  /// Makes a folder that only this user can enter, or makes an existing one so.
  final void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
    Files.setPosixFilePermissions(folder, OWNER_FOLDER);
  }

  /// Opens a file for writing, made if it is not there, readable by this user only.
  final FileChannel openForWriting(Path file, OpenOption... more) throws IOException {
    Set<OpenOption> options = new java.util.HashSet<>(Set.of(more));
    options.add(StandardOpenOption.WRITE);
    options.add(StandardOpenOption.CREATE);
    return FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(OWNER_FILE));
  }

  /// Writes all of `data` at `offset`, or leaves the file as long as it was.
  ///
  /// @throws StoreFullException if there is no room
  final void append(FileChannel file, long offset, ByteBuffer data) throws IOException {
    int position = data.position();
    long at = offset;
    try {
      while (data.hasRemaining()) {
        at += write(file, at, data);
      }
    } catch (IOException e) {
      data.position(position);
      try {
        file.truncate(offset);
      } catch (IOException again) {
        e.addSuppressed(again); // an interrupt closes the channel: then some of the bytes stay
      }
      throw asFull(e);
    }
  }

  int write(FileChannel file, long offset, ByteBuffer data) throws IOException {
    return file.write(data, offset);
  }

  void force(FileChannel file) throws IOException {
    file.force(true);
  }

  /// Forces what was written to `file`, by whomever.
  final void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      force(channel);
    } catch (IOException e) {
      throw asFull(e);
    }
  }

  /// Forces several files, or the names in several folders, side by side: the disk takes many such
  /// orders in little more time than one.
  ///
  /// @throws IOException the first failure in their order, after all have ended
  final void forceAll(Collection<Path> paths) throws IOException {
    List<Parallel.Outcome<Path>> forced =
        Parallel.each(List.copyOf(paths), FORCED_AT_ONCE, this::forceEntry);
    for (Parallel.Outcome<Path> outcome : forced) {
      outcome.get();
    }
  }

  private Path forceEntry(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      forceFolder(path);
    } else {
      force(path);
    }
    return path;
  }

  /// Forces the names in a folder.
  final void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      force(channel);
    }
  }

  /// Renames within one file system, over what is there.
  void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw asFull(e);
    }
  }

  void unlink(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /// Maps a file that must have `bytes` bytes.
  ///
  /// @throws WireException if it has another length
  /// @throws java.nio.file.NoSuchFileException if it is not there
  final MemorySegment map(Path file, long bytes, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != bytes) {
        throw new WireException(
            "%s has %d bytes, not %d".formatted(file.getFileName(), channel.size(), bytes));
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
    }
  }

  /// The SHA-256 of a file, which must have `bytes` bytes.
  final ContentHash hash(Path file, long bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment content = map(file, bytes, arena);
      MessageDigest digest = Sha256.digest();
      for (long at = 0; at < bytes; at += DIGEST_CHUNK) {
        digest.update(content.asSlice(at, Math.min(DIGEST_CHUNK, bytes - at)).asByteBuffer());
      }
      return ContentHash.of(digest.digest());
    }
  }

  /// The length of a file, 0 if there is none.
  final long length(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (java.nio.file.NoSuchFileException e) {
      return 0;
    }
  }

  /// `cause`, or that the disk is full if this is what it says: Java has no type for it.
  static IOException asFull(IOException cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left") || message.contains("quota exceeded")
        ? new StoreFullException("the disk is full", cause)
        : cause;
  }
}
