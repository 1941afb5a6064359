package io.cloakwork.serve.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Key files on their way in: a row that reserves the announced length, and a part file that grows.
final class Uploads {

  private final Disk disk;
  private final Path folder;
  private final Index index;
  private final Quotas quotas;
  private final Stripes stripes = new Stripes();
  // Complete part files whose hash was found right by this process.
  private final Set<OwnedName> verified = ConcurrentHashMap.newKeySet();

  Uploads(Disk disk, Path folder, Index index, Quotas quotas) {
    this.disk = disk;
    this.folder = folder;
    this.index = index;
    this.quotas = quotas;
  }

  Path part(OwnedName name) {
    return folder.resolve(name.fileName());
  }

  /// Whether there is an upload of that length.
  boolean isReserved(OwnedName name, long bytes) throws IOException {
    UploadRow row = index.read(rows -> row(rows, name));
    return row != null && row.bytes() == bytes;
  }

  static UploadRow row(IndexReader rows, OwnedName name) throws IOException {
    ByteBuffer row = rows.get(KeyTables.UPLOADS, name.key());
    return row == null ? null : UploadRow.decode(row);
  }

  /// The uploads of an owner.
  List<OwnedName> of(Owner owner) throws IOException {
    List<OwnedName> names = new ArrayList<>();
    index.read(rows -> {
      rows.scan(
          KeyTables.UPLOADS,
          OwnedName.prefix(owner),
          (key, row) -> names.add(OwnedName.ofKey(key)));
      return null;
    });
    return names;
  }

  /// Announces files, whose quota is reserved already.
  void reserve(Owner owner, List<KeyFile> files, long now) throws IOException {
    index.write(rows -> {
      for (KeyFile file : files) {
        rows.put(
            KeyTables.UPLOADS,
            new OwnedName(owner, file.hash()).key(),
            new UploadRow(file.bytes(), now).encode());
      }
      return null;
    });
  }

  /// Bytes of a file that have arrived; 0 if another length was announced.
  long received(IndexReader rows, OwnedName name, long bytes) throws IOException {
    UploadRow row = row(rows, name);
    return row == null || row.bytes() != bytes ? 0 : Math.min(bytes, disk.length(part(name)));
  }

  /// Takes the next bytes; with the last the hash is checked.
  void append(OwnedName name, long bytes, long offset, ByteBuffer data) throws IOException {
    try (var _ = stripes.hold(name)) {
      if (!isReserved(name, bytes)) {
        // Nothing is missing of it, or the upload was dropped in this moment.
        throw new UploadOffsetException(name.hash(), offset, bytes);
      }
      long received = disk.length(part(name));
      if (offset != received) {
        throw new UploadOffsetException(name.hash(), offset, received);
      }
      if (data.remaining() > bytes - received) {
        throw new UploadRefusedException(
            "key file %s was announced with %d bytes, %d and %d more came"
                .formatted(name.hash(), bytes, received, data.remaining()));
      }
      long end = received + data.remaining();
      write(part(name), received, data);
      if (end == bytes) {
        verify(name, bytes);
      }
    }
  }

  private void write(Path part, long offset, ByteBuffer data) throws IOException {
    try (FileChannel channel = disk.openForWriting(part)) {
      disk.append(channel, offset, data);
    }
  }

  /// Checks the hash of a complete part, unless that was done before.
  ///
  /// @throws UploadRefusedException if it is another; the upload is discarded
  void verify(OwnedName name, long bytes) throws IOException {
    if (verified.contains(name)) {
      return;
    }
    ContentHash found = disk.hash(part(name), bytes);
    if (!found.equals(name.hash())) {
      discard(name);
      throw new UploadRefusedException(
          "key file %s: what came has the SHA-256 %s, so it is discarded"
              .formatted(name.hash(), found));
    }
    verified.add(name);
  }

  /// Drops an upload and what has arrived of it.
  ///
  /// @return the bytes of the part file
  long discard(OwnedName name) throws IOException {
    verified.remove(name);
    long length = disk.length(part(name));
    disk.unlink(part(name));
    UploadRow row =
        index.write(rows -> {
          UploadRow old = row(rows, name);
          rows.delete(KeyTables.UPLOADS, name.key());
          return old;
        });
    if (row != null) {
      quotas.count(name.owner(), -row.bytes(), -row.bytes());
    }
    return length;
  }

  /// [#discard] while nothing is being appended.
  long discardIdle(OwnedName name) throws IOException {
    try (var _ = stripes.hold(name)) {
      return discard(name);
    }
  }

  /// Drops the upload unless bytes came after `latest`.
  void discardOlder(OwnedName name, long latest) throws IOException {
    try (var _ = stripes.hold(name)) {
      UploadRow row = index.read(rows -> row(rows, name));
      if (row != null && Math.max(row.created(), lastWritten(part(name))) <= latest) {
        discard(name);
      }
    }
  }

  private static long lastWritten(Path file) throws IOException {
    return Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : Long.MIN_VALUE;
  }

  /// Forgets that a part was verified, because it has become a file or is about to go.
  void taken(OwnedName name) {
    verified.remove(name);
  }
}
