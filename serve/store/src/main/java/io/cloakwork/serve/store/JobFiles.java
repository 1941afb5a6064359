package io.cloakwork.serve.store;

import io.cloakwork.ckks.wire.AtomicFile;
import io.cloakwork.ckks.wire.WireException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The files of a job store: what is being written in `incoming`, one file of all inputs a job in
/// `inputs`, one file a result in `results`.
final class JobFiles {

  /// The folders that hold them.
  static final List<String> FOLDERS = List.of("incoming", "inputs", "results");

  private static final int BUFFER_BYTES = 1 << 20;

  private final Disk disk;
  private final StoreFolder folder;
  private final AtomicLong parts = new AtomicLong();

  JobFiles(Disk disk, StoreFolder folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /// A submission that writes to `part`, or compares if that is null.
  JobSubmission submission(JobId id, JobDescription description, Path part, JobSubmission.End end)
      throws IOException {
    return new JobSubmission(disk, id, description, part, end);
  }

  /// A new name for what is being written.
  Path incoming() {
    return folder.resolve("incoming").resolve(parts.incrementAndGet() + ".part");
  }

  Path input(JobId id) {
    return folder.resolve("inputs").resolve(JobTables.fileName(id));
  }

  Path result(JobId id, int item) {
    return folder.resolve("results").resolve(JobTables.fileName(id, item));
  }

  /// Unlinks whatever is not one of these.
  void retain(Set<String> inputs, Set<String> results) throws IOException {
    retain("incoming", Set.of());
    retain("inputs", inputs);
    retain("results", results);
  }

  private void retain(String part, Set<String> names) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.resolve(part))) {
      for (Path file : entries) {
        if (!names.contains(file.getFileName().toString())) {
          disk.unlink(file);
        }
      }
    }
  }

  /// Gives what was written its name, for good.
  void keep(Path part, Path file) throws IOException {
    disk.move(part, file);
    disk.forceFolder(file.getParent());
  }

  void unlink(Path file) throws IOException {
    disk.unlink(file);
  }

  /// Writes at most `limit` bytes and has them on the disk.
  ///
  /// @return how many there were
  long write(Path part, AtomicFile.Content content, long limit) throws IOException {
    try (FileChannel channel = disk.openForWriting(part)) {
      LimitedOutput limited = new LimitedOutput(disk, channel, limit);
      OutputStream buffered = new BufferedOutputStream(limited, BUFFER_BYTES);
      content.writeTo(buffered);
      buffered.flush();
      disk.force(channel);
      return limited.written();
    } catch (IOException e) {
      throw Disk.asFull(e);
    }
  }

  /// A mapped file, or part of one.
  record Mapped(Arena arena, MemorySegment bytes) implements MappedFile {

    /// A part of it, which takes its place.
    Mapped part(long offset, long length) {
      return new Mapped(arena, bytes.asSlice(offset, length));
    }

    @Override
    public void close() {
      if (arena.scope().isAlive()) {
        arena.close();
      }
    }
  }

  /// Maps a file of so many bytes.
  ///
  /// @throws DamagedFileException if it is gone or has another length
  Mapped map(Path file, long bytes, String what) throws IOException {
    Arena arena = Arena.ofShared();
    boolean mapped = false;
    try {
      MemorySegment segment = disk.map(file, bytes, arena);
      mapped = true;
      return new Mapped(arena, segment);
    } catch (NoSuchFileException | WireException e) {
      throw new DamagedFileException("%s is damaged".formatted(what), e);
    } finally {
      if (!mapped) {
        arena.close();
      }
    }
  }
}
