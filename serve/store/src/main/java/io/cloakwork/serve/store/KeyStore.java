package io.cloakwork.serve.store;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.wire.WireException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Evaluation keys of many clients on disk, one file a key, named by its content. Thread-safe; one
/// process at a time has a folder open.
///
/// A client uploads what [#state] says is missing by [#append], in any number of pieces and across
/// restarts, then makes the set usable by [#commit]. Files that several owners upload are stored
/// once, but each must upload them: what another has is not revealed.
public final class KeyStore implements AutoCloseable {

  static final IndexedFolder.Layout LAYOUT =
      new IndexedFolder.Layout("cloakwork-keys 1", List.of("blobs", "uploads"), KeyTables.NAMES);

  private final StoreSettings settings;
  private final InstantSource clock;
  private final Disk disk;
  private final IndexedFolder folder;
  private final Index index;
  private final Quotas quotas;
  private final Uploads uploads;
  private final KeyFiles files;
  private final Gate gate = new Gate("key store");
  // What one owner reserves, commits and deletes is one thing after the other.
  private final Stripes owners = new Stripes();
  private final KeyUses uses;
  private final KeyAdmission admission;
  private final List<Consumer<ContentHash>> forgetters = new CopyOnWriteArrayList<>();

  private KeyStore(StoreSettings settings, InstantSource clock, Disk disk, IndexedFolder folder) {
    this.settings = settings;
    this.clock = clock;
    this.disk = disk;
    this.folder = folder;
    this.index = folder.index();
    this.quotas = new Quotas(settings.ownerBytes(), settings.totalBytes());
    this.uploads = new Uploads(disk, folder.resolve("uploads"), index, quotas);
    this.uses = new KeyUses(index, clock);
    this.admission = new KeyAdmission(settings, clock, disk, index, quotas, uploads);
    this.files = new KeyFiles(disk, folder.resolve("blobs"), index, quotas, uploads);
  }

  /// Opens or makes the store in `folder` and repairs what a kill left: uploads that nobody resumes
  /// and files that nothing refers to are deleted, sets whose files are gone are marked.
  ///
  /// @throws IOException if another process has it open, it has another layout, or it cannot be
  ///   read or written
  public static KeyStore open(Path folder, StoreSettings settings) throws IOException {
    return open(folder, settings, InstantSource.system(), new Disk());
  }

  /// The same with another clock and disk.
  static KeyStore open(Path root, StoreSettings settings, InstantSource clock, Disk disk)
      throws IOException {
    return IndexedFolder.open(
        disk,
        root,
        LAYOUT,
        settings.indexBytes(),
        settings.maxIndexBytes(),
        folder -> {
          KeyStore store = new KeyStore(settings, clock, disk, folder);
          store.recover();
          return store;
        });
  }

  private void recover() throws IOException {
    new KeyRecovery(disk, index, folder.resolve("blobs"), folder.resolve("uploads"), files, uploads)
        .run(quotas);
    expireUploads(clock.instant());
  }

  /// How much of a set its owner has uploaded.
  ///
  /// @throws UploadRefusedException if the set is larger than the settings allow, or malformed
  public KeySetState state(Owner owner, KeySet set) throws IOException {
    try (var _ = gate.enter()) {
      KeySetRules.requireAllowed(set, settings);
      return index.read(rows -> state(rows, owner, set));
    }
  }

  private KeySetState state(IndexReader rows, Owner owner, KeySet set) throws IOException {
    List<MissingKey> missing = new ArrayList<>();
    for (KeyFile file : set.keys()) {
      OwnedName name = new OwnedName(owner, file.hash());
      if (!KeyFiles.has(rows, name)) {
        long received = uploads.received(rows, name, file.bytes());
        if (received < file.bytes()) {
          missing.add(new MissingKey(file, received));
        }
      }
    }
    OwnedName name = new OwnedName(owner, set.id());
    SetRow row = liveRow(rows, name);
    boolean complete = row != null && !row.damaged();
    Optional<Instant> expires =
        complete
            ? Optional.of(row.stored(uses.latest(name, row.lastUsed())).expires())
            : Optional.empty();
    return new KeySetState(set.id(), complete, missing, expires);
  }

  /// Takes the next bytes of a key file. The first bytes of a set reserve the length of everything
  /// that is missing, so that an upload that was begun does not fail for a quota. With the last
  /// byte the file's hash is checked.
  ///
  /// @param offset where `data` belongs: how much is there already
  /// @throws UploadRefusedException if the set does not name the key, bytes go beyond its length,
  ///   or the hash is wrong; then the file's upload is discarded
  /// @throws UploadOffsetException if `offset` is another; it says which was expected
  /// @throws QuotaExceededException if the set does not fit the quotas; nothing was written
  /// @throws StoreFullException if the disk is full; the upload goes on at the same offset
  public void append(Owner owner, KeySet set, ContentHash key, long offset, ByteBuffer data)
      throws IOException {
    try (var _ = gate.enter()) {
      KeySetRules.requireAllowed(set, settings);
      KeyFile file = KeySetRules.file(set, key);
      OwnedName name = new OwnedName(owner, key);
      if (!uploads.isReserved(name, file.bytes())) {
        try (var _ = owners.hold(owner)) {
          admission.reserve(owner, set);
        }
      }
      uploads.append(name, file.bytes(), offset, data);
    }
  }

  /// Makes a set usable. Every file that is new is checked as a key of `parameters` with every
  /// residue in range, forced to the disk and put under its name; then the index says so. A set
  /// that is complete only gets the new time to live.
  ///
  /// @param request what the set must answer: the same keys, at the same levels
  /// @param ttl how long the set is kept after its last use; at most the settings' limit, which
  ///   zero stands for
  /// @return the state, which is complete; or the keys that are still missing
  /// @throws KeyRejectedException if the set is not what is requested, or a file is no such key
  /// @throws QuotaExceededException if the owner has too many sets
  public KeySetState commit(
      Owner owner, KeySet set, Parameters parameters, KeyRequest request, Duration ttl)
      throws IOException {
    try (var _ = gate.enter()) {
      KeySetRules.requireAllowed(set, settings);
      KeySetRules.requireAnswer(set, parameters, request);
      try (var _ = owners.hold(owner)) {
        KeySetState state = index.read(rows -> state(rows, owner, set));
        if (!state.missing().isEmpty()) {
          return state;
        }
        admission.requireRoomForSets(owner, set);
        List<KeyFile> fresh = admission.check(owner, set, parameters);
        files.publish(owner, row(owner, set, ttl), fresh);
        return index.read(rows -> state(rows, owner, set));
      }
    }
  }

  private SetRow row(Owner owner, KeySet set, Duration ttl) throws IOException {
    long now = clock.millis();
    Duration most = settings.maxTtl();
    long ttlMillis =
        (ttl.isZero() || ttl.isNegative() || ttl.compareTo(most) > 0 ? most : ttl).toMillis();
    ByteBuffer old =
        index.read(rows -> rows.get(KeyTables.SETS, new OwnedName(owner, set.id()).key()));
    return old == null
        ? new SetRow(now, now, ttlMillis, false, set)
        : SetRow.decode(old).withUse(now, ttlMillis).withDamaged(false);
  }

  /// The owner's complete sets, oldest first.
  public List<StoredKeySet> list(Owner owner) throws IOException {
    try (var _ = gate.enter()) {
      return index.read(rows -> sets(rows, owner));
    }
  }

  private List<StoredKeySet> sets(IndexReader rows, Owner owner) throws IOException {
    List<StoredKeySet> sets = new ArrayList<>();
    rows.scan(
        KeyTables.SETS,
        OwnedName.prefix(owner),
        (key, row) -> {
          SetRow set = SetRow.decode(row);
          OwnedName name = OwnedName.ofKey(key);
          if (uses.isLive(name, set.head())) {
            sets.add(set.stored(uses.latest(name, set.lastUsed())));
          }
          return true;
        });
    sets.sort(Comparator.comparing(StoredKeySet::created));
    return sets;
  }

  /// The owner's set of that name, if it is complete and has not expired.
  public Optional<StoredKeySet> find(Owner owner, ContentHash keySet) throws IOException {
    try (var _ = gate.enter()) {
      OwnedName name = new OwnedName(owner, keySet);
      return Optional.ofNullable(index.read(rows -> liveRow(rows, name)))
          .map(row -> row.stored(uses.latest(name, row.lastUsed())));
    }
  }

  private SetRow liveRow(IndexReader rows, OwnedName name) throws IOException {
    ByteBuffer row = rows.get(KeyTables.SETS, name.key());
    if (row == null) {
      return null;
    }
    SetRow set = SetRow.decode(row);
    return uses.isLive(name, set.head()) ? set : null;
  }

  /// Notes that a set is used now. Reads one row and writes nothing.
  ///
  /// @throws UnknownKeySetException if the owner has no such set
  /// @throws DamagedFileException if a file of it is damaged
  void use(Owner owner, ContentHash keySet) throws IOException {
    try (var _ = gate.enter()) {
      OwnedName name = new OwnedName(owner, keySet);
      ByteBuffer row = index.read(rows -> rows.get(KeyTables.SETS, name.key()));
      SetRow.Head head = row == null ? null : SetRow.Head.decode(row);
      if (head == null || !uses.isLive(name, head)) {
        throw new UnknownKeySetException(keySet);
      }
      if (head.damaged()) {
        throw new DamagedFileException(
            "key set %s is damaged and must be uploaded again".formatted(keySet), null);
      }
      uses.note(name);
    }
  }

  /// Where a key file lies.
  Path path(ContentHash file) {
    return files.path(file);
  }

  /// Maps a file of a set that is used.
  ///
  /// @throws IOException what [#damaged] says if the file is gone or has another length
  MemorySegment map(ContentHash keySet, KeyFile file, Arena arena) throws IOException {
    try (var _ = gate.enter()) {
      return disk.map(files.path(file.hash()), file.bytes(), arena);
    } catch (NoSuchFileException | WireException e) {
      throw damaged(keySet, file, e);
    }
  }

  /// Looks into a file that could not be read; if it is not what was written, the sets that name it
  /// are marked.
  ///
  /// @return what to throw: [DamagedFileException], [UnknownKeySetException] if the set was deleted
  ///   meanwhile, [FileReplacedException] if the file is sound now
  IOException damaged(ContentHash keySet, KeyFile file, Exception cause) throws IOException {
    try (var _ = gate.enter()) {
      return switch (files.examine(file.hash())) {
        case UNNAMED -> new UnknownKeySetException(keySet);
        case SOUND -> new FileReplacedException(file.hash(), cause);
        case DAMAGED ->
            new DamagedFileException(
                "key file %s is damaged and must be uploaded again".formatted(file.hash()), cause);
      };
    }
  }

  /// Has `forgetter` hear of sets that are deleted, until what is returned is run.
  Runnable onDelete(Consumer<ContentHash> forgetter) {
    forgetters.add(forgetter);
    return () -> forgetters.remove(forgetter);
  }

  /// Deletes a set, and the files that no other set refers to; caches drop their copies.
  ///
  /// @return the bytes of the files that were unlinked
  /// @throws UnknownKeySetException if the owner has no such set
  public long delete(Owner owner, ContentHash keySet) throws IOException {
    try (var _ = gate.enter()) {
      OwnedName name = new OwnedName(owner, keySet);
      try (var _ = owners.hold(owner)) {
        if (index.read(rows -> liveRow(rows, name)) == null) {
          throw new UnknownKeySetException(keySet);
        }
        return remove(name);
      }
    }
  }

  private long remove(OwnedName name) throws IOException {
    long freed = files.delete(name);
    uses.forget(name);
    forgetters.forEach(forgetter -> forgetter.accept(name.hash()));
    return freed;
  }

  /// Drops everything that the owner has uploaded and not committed.
  ///
  /// @return the bytes of the files that were unlinked
  public long deleteUploads(Owner owner) throws IOException {
    try (var _ = gate.enter();
        var _ = owners.hold(owner)) {
      long freed = 0;
      for (OwnedName name : uploads.of(owner)) {
        freed += uploads.discardIdle(name);
      }
      return freed;
    }
  }

  /// Deletes the sets and uploads whose time is up, and writes down when sets were last used. To be
  /// called every minute or so.
  ///
  /// @return how many sets were deleted
  public int expire(Instant now) throws IOException {
    try (var _ = gate.enter()) {
      uses.write();
      expireUploads(now);
      int expired = 0;
      for (OwnedName name : overdueSets(now)) {
        try (var _ = owners.hold(name.owner())) {
          if (index.read(rows -> isOverdue(rows, name, now.toEpochMilli()))) {
            remove(name);
            expired++;
          }
        }
      }
      return expired;
    }
  }

  private List<OwnedName> overdueSets(Instant now) throws IOException {
    List<OwnedName> overdue = new ArrayList<>();
    index.read(rows -> {
      rows.scan(
          KeyTables.SETS,
          new byte[0],
          (key, row) -> {
            OwnedName name = OwnedName.ofKey(key);
            if (uses.isOverdue(name, SetRow.Head.decode(row), now.toEpochMilli())) {
              overdue.add(name);
            }
            return true;
          });
      return null;
    });
    return overdue;
  }

  private boolean isOverdue(IndexReader rows, OwnedName name, long now) throws IOException {
    ByteBuffer row = rows.get(KeyTables.SETS, name.key());
    return row != null && uses.isOverdue(name, SetRow.Head.decode(row), now);
  }

  private void expireUploads(Instant now) throws IOException {
    List<OwnedName> all = new ArrayList<>();
    index.read(rows -> {
      rows.scan(KeyTables.UPLOADS, new byte[0], (key, row) -> all.add(OwnedName.ofKey(key)));
      return null;
    });
    long latest = now.minus(settings.uploadLifetime()).toEpochMilli();
    for (OwnedName name : all) {
      try (var _ = owners.hold(name.owner())) {
        uploads.discardOlder(name, latest);
      }
    }
  }

  /// What is stored.
  public StoreUsage usage() throws IOException {
    try (var _ = gate.enter()) {
      return index.read(rows -> {
        long[] uploadBytes = new long[1];
        rows.scan(
            KeyTables.UPLOADS,
            new byte[0],
            (key, row) -> {
              uploadBytes[0] += UploadRow.decode(row).bytes();
              return true;
            });
        return new StoreUsage(
            rows.count(KeyTables.SETS),
            rows.count(KeyTables.FILES),
            quotas.total() - uploadBytes[0],
            rows.count(KeyTables.UPLOADS),
            uploadBytes[0]);
      });
    }
  }

  /// Gives the folder back. Operations under way end first; closing twice is harmless.
  @Override
  public void close() throws IOException {
    if (gate.close()) {
      try {
        uses.write();
      } finally {
        folder.close();
      }
    }
  }
}
