package io.cloakwork.serve.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is done before a key store is used: rows and files are made to agree, whenever the process
/// before ended.
final class KeyRecovery {

  private final Disk disk;
  private final Index index;
  private final Path blobs;
  private final Path parts;
  private final KeyFiles files;
  private final Uploads uploads;

  KeyRecovery(Disk disk, Index index, Path blobs, Path parts, KeyFiles files, Uploads uploads) {
    this.disk = disk;
    this.index = index;
    this.blobs = blobs;
    this.parts = parts;
    this.files = files;
    this.uploads = uploads;
  }

  void run(Quotas quotas) throws IOException {
    Map<String, OwnedName> announced = announced();
    settleBlobs(announced);
    settleParts(announced);
    markMissing();
    count(quotas);
  }

  /// Uploads by the names of their part files.
  private Map<String, OwnedName> announced() throws IOException {
    Map<String, OwnedName> announced = new HashMap<>();
    index.read(rows -> {
      rows.scan(
          KeyTables.UPLOADS,
          new byte[0],
          (key, row) -> {
            OwnedName name = OwnedName.ofKey(key);
            announced.put(name.fileName(), name);
            return true;
          });
      return null;
    });
    return announced;
  }

  /// A file without a row got its name in a commit that did not come to its end: it goes back to
  /// its upload. What has none was deleted, but not to the end.
  private void settleBlobs(Map<String, OwnedName> announced) throws IOException {
    Map<String, OwnedName> moved = new HashMap<>();
    for (OwnedName name : announced.values()) {
      if (!Files.exists(uploads.part(name))) {
        moved.put(name.hash().hex(), name);
      }
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(blobs, Files::isDirectory)) {
      for (Path folder : folders) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
          for (Path file : entries) {
            settleBlob(file, moved.get(file.getFileName().toString()));
          }
        }
      }
    }
  }

  private void settleBlob(Path file, OwnedName upload) throws IOException {
    String name = file.getFileName().toString();
    boolean named =
        ContentHash.isHash(name)
            && index.read(rows -> KeyFiles.row(rows, new ContentHash(name))) != null;
    if (named) {
      return;
    }
    if (upload != null) {
      disk.move(file, uploads.part(upload));
    } else {
      disk.unlink(file);
    }
  }

  private void settleParts(Map<String, OwnedName> announced) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parts)) {
      for (Path part : entries) {
        OwnedName name = announced.get(part.getFileName().toString());
        if (name == null) {
          disk.unlink(part);
          continue;
        }
        UploadRow row = index.read(rows -> Uploads.row(rows, name));
        if (disk.length(part) > row.bytes()) {
          disk.unlink(part);
        }
      }
    }
  }

  private void markMissing() throws IOException {
    List<ContentHash> missing = new ArrayList<>();
    index.read(rows -> {
      rows.scan(
          KeyTables.FILES,
          new byte[0],
          (key, row) -> {
            ContentHash file = ContentHash.of(key);
            FileRow fileRow = FileRow.decode(row);
            if (!fileRow.damaged() && disk.length(files.path(file)) != fileRow.bytes()) {
              missing.add(file);
            }
            return true;
          });
      return null;
    });
    if (!missing.isEmpty()) {
      files.markDamaged(missing);
    }
  }

  private void count(Quotas quotas) throws IOException {
    index.read(rows -> {
      rows.scan(
          KeyTables.FILES,
          new byte[0],
          (key, row) -> {
            quotas.countOnDisk(FileRow.decode(row).bytes());
            return true;
          });
      rows.scan(
          KeyTables.OWNED,
          new byte[0],
          (key, row) -> {
            OwnedName name = OwnedName.ofKey(key);
            quotas.count(name.owner(), KeyFiles.row(rows, name.hash()).bytes(), 0);
            return true;
          });
      rows.scan(
          KeyTables.UPLOADS,
          new byte[0],
          (key, row) -> {
            long bytes = UploadRow.decode(row).bytes();
            quotas.count(OwnedName.ofKey(key).owner(), bytes, bytes);
            return true;
          });
      return null;
    });
  }
}
