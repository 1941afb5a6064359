package io.cloakwork.serve.store;

import io.cloakwork.ckks.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// The key files under their names, and the rows that say whose sets they belong to.
final class KeyFiles {

  /// How a transaction changes what is counted, and the files that nothing names any more.
  private static final class Change {
    private long ownerBytes;
    private long diskBytes;
    private final List<ContentHash> unnamed = new ArrayList<>();
  }

  private final Disk disk;
  private final Path folder;
  private final Index index;
  private final Quotas quotas;
  private final Uploads uploads;
  // Files get their names and lose them together with their rows, one change at a time.
  private final ReentrantLock names = new ReentrantLock();

  KeyFiles(Disk disk, Path folder, Index index, Quotas quotas, Uploads uploads) {
    this.disk = disk;
    this.folder = folder;
    this.index = index;
    this.quotas = quotas;
    this.uploads = uploads;
  }

  Path path(ContentHash file) {
    return folder.resolve(file.hex().substring(0, 2)).resolve(file.hex());
  }

  static FileRow row(IndexReader rows, ContentHash file) throws IOException {
    ByteBuffer row = rows.get(KeyTables.FILES, file.bytes());
    return row == null ? null : FileRow.decode(row);
  }

  /// Whether the owner has a sound file of that name.
  static boolean has(IndexReader rows, OwnedName file) throws IOException {
    if (rows.get(KeyTables.OWNED, file.key()) == null) {
      return false;
    }
    FileRow row = row(rows, file.hash());
    return row != null && !row.damaged();
  }

  /// Makes a set usable: `fresh` are those of its files that lie complete, checked and forced among
  /// the uploads.
  void publish(Owner owner, SetRow set, List<KeyFile> fresh) throws IOException {
    names.lock();
    try {
      List<KeyFile> moved = new ArrayList<>();
      boolean entered = false;
      try {
        for (KeyFile file : fresh) {
          if (place(owner, file)) {
            moved.add(file);
          }
        }
        forceFolders(moved);
        Change change = index.write(rows -> enter(rows, owner, set, fresh));
        entered = true;
        quotas.count(owner, change.ownerBytes, change.diskBytes);
      } finally {
        if (!entered) {
          moveBack(owner, moved);
        }
      }
      for (KeyFile file : fresh) {
        OwnedName name = new OwnedName(owner, file.hash());
        uploads.taken(name);
        disk.unlink(uploads.part(name)); // of a file that was there already
      }
    } finally {
      names.unlock();
    }
  }

  /// Puts an upload under its name unless a sound file is there.
  private boolean place(Owner owner, KeyFile file) throws IOException {
    FileRow row = index.read(rows -> row(rows, file.hash()));
    Path path = path(file.hash());
    if (row != null && !row.damaged() && disk.length(path) == file.bytes()) {
      return false;
    }
    disk.makeFolder(path.getParent());
    disk.move(uploads.part(new OwnedName(owner, file.hash())), path);
    return true;
  }

  private void forceFolders(List<KeyFile> moved) throws IOException {
    TreeSet<Path> folders = new TreeSet<>();
    moved.forEach(file -> folders.add(path(file.hash()).getParent()));
    disk.forceAll(folders);
    if (!moved.isEmpty()) {
      disk.forceFolder(folder);
    }
  }

  private void moveBack(Owner owner, List<KeyFile> moved) throws IOException {
    for (KeyFile file : moved) {
      disk.move(path(file.hash()), uploads.part(new OwnedName(owner, file.hash())));
    }
  }

  private static Change enter(IndexWriter rows, Owner owner, SetRow set, List<KeyFile> fresh)
      throws IOException {
    Change change = new Change();
    boolean healed = false;
    for (KeyFile file : fresh) {
      OwnedName name = new OwnedName(owner, file.hash());
      UploadRow upload = Uploads.row(rows, name);
      if (upload != null) {
        rows.delete(KeyTables.UPLOADS, name.key());
        change.ownerBytes -= upload.bytes();
        change.diskBytes -= upload.bytes();
      }
      FileRow row = row(rows, file.hash());
      if (row == null) {
        change.diskBytes += file.bytes();
        row = new FileRow(file.bytes(), 0, false);
      }
      healed |= row.damaged();
      rows.put(KeyTables.FILES, file.hash().bytes(), row.withDamaged(false).encode());
    }
    OwnedName name = new OwnedName(owner, set.keySet().id());
    if (rows.get(KeyTables.SETS, name.key()) == null) {
      for (KeyFile file : set.keySet().keys()) {
        refer(rows, new OwnedName(owner, file.hash()), change);
      }
    }
    rows.put(KeyTables.SETS, name.key(), set.encode());
    if (healed) {
      judgeSets(rows);
    }
    return change;
  }

  private static void refer(IndexWriter rows, OwnedName file, Change change) throws IOException {
    int sets = ownedBy(rows, file);
    rows.put(KeyTables.OWNED, file.key(), ownedRow(sets + 1));
    if (sets == 0) {
      FileRow row = row(rows, file.hash());
      change.ownerBytes += row.bytes();
      rows.put(KeyTables.FILES, file.hash().bytes(), row.withOwners(row.owners() + 1).encode());
    }
  }

  private static int ownedBy(IndexReader rows, OwnedName file) throws IOException {
    ByteBuffer row = rows.get(KeyTables.OWNED, file.key());
    return row == null ? 0 : row.getInt();
  }

  private static byte[] ownedRow(int sets) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(sets).array();
  }

  /// Deletes a set, if it is there, and unlinks the files that no set names any more.
  ///
  /// @return their bytes
  long delete(OwnedName set) throws IOException {
    names.lock();
    try {
      Change change = index.write(rows -> remove(rows, set));
      long freed = 0;
      for (ContentHash file : change.unnamed) {
        freed += disk.length(path(file));
        disk.unlink(path(file));
      }
      quotas.count(set.owner(), change.ownerBytes, change.diskBytes);
      return freed;
    } finally {
      names.unlock();
    }
  }

  private static Change remove(IndexWriter rows, OwnedName name) throws IOException {
    Change change = new Change();
    ByteBuffer old = rows.get(KeyTables.SETS, name.key());
    if (old == null) {
      return change;
    }
    rows.delete(KeyTables.SETS, name.key());
    for (KeyFile key : SetRow.decode(old).keySet().keys()) {
      OwnedName file = new OwnedName(name.owner(), key.hash());
      int sets = ownedBy(rows, file);
      if (sets > 1) {
        rows.put(KeyTables.OWNED, file.key(), ownedRow(sets - 1));
        continue;
      }
      rows.delete(KeyTables.OWNED, file.key());
      FileRow row = row(rows, file.hash());
      change.ownerBytes -= row.bytes();
      if (row.owners() > 1) {
        rows.put(KeyTables.FILES, file.hash().bytes(), row.withOwners(row.owners() - 1).encode());
      } else {
        rows.delete(KeyTables.FILES, file.hash().bytes());
        change.diskBytes -= row.bytes();
        change.unnamed.add(file.hash());
      }
    }
    return change;
  }

  /// What a file was found to be.
  enum Finding {
    SOUND,
    DAMAGED,
    /// No set names it any more.
    UNNAMED
  }

  /// Reads a file whole, and marks it if it is not what was written.
  Finding examine(ContentHash file) throws IOException {
    names.lock();
    try {
      FileRow row = index.read(rows -> row(rows, file));
      if (row == null) {
        return Finding.UNNAMED;
      }
      if (!row.damaged() && isSound(file, row.bytes())) {
        return Finding.SOUND;
      }
      markDamaged(List.of(file));
      return Finding.DAMAGED;
    } finally {
      names.unlock();
    }
  }

  private boolean isSound(ContentHash file, long bytes) throws IOException {
    try {
      return disk.hash(path(file), bytes).equals(file);
    } catch (NoSuchFileException | WireException | InternalError _) {
      return false;
    }
  }

  /// Notes that files are missing or changed, and so the sets that name them.
  void markDamaged(List<ContentHash> files) throws IOException {
    index.write(rows -> {
      for (ContentHash file : files) {
        FileRow row = row(rows, file);
        if (row != null) {
          rows.put(KeyTables.FILES, file.bytes(), row.withDamaged(true).encode());
        }
      }
      judgeSets(rows);
      return null;
    });
  }

  /// Says again of every set whether it is damaged. Reads all rows, which is seldom needed.
  private static void judgeSets(IndexWriter rows) throws IOException {
    List<byte[]> changed = new ArrayList<>();
    rows.scan(
        KeyTables.SETS,
        new byte[0],
        (key, row) -> {
          SetRow set = SetRow.decode(row);
          if (set.damaged() != isDamaged(rows, set)) {
            changed.add(key);
          }
          return true;
        });
    for (byte[] key : changed) {
      SetRow set = SetRow.decode(rows.get(KeyTables.SETS, key));
      rows.put(KeyTables.SETS, key, set.withDamaged(!set.damaged()).encode());
    }
  }

  private static boolean isDamaged(IndexReader rows, SetRow set) throws IOException {
    for (KeyFile file : set.keySet().keys()) {
      FileRow row = row(rows, file.hash());
      if (row == null || row.damaged()) {
        return true;
      }
    }
    return false;
  }
}
