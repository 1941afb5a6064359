package io.cloakwork.serve.store;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.wire.KeyObject;
import io.cloakwork.ckks.wire.WireException;
import io.cloakwork.ckks.wire.WireSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What must hold before bytes of a key set are taken, and before a set is usable. Called while the
/// owner's lock is held.
final class KeyAdmission {

  private final StoreSettings settings;
  private final InstantSource clock;
  private final Disk disk;
  private final Index index;
  private final Quotas quotas;
  private final Uploads uploads;

  KeyAdmission(
      StoreSettings settings,
      InstantSource clock,
      Disk disk,
      Index index,
      Quotas quotas,
      Uploads uploads) {
    this.settings = settings;
    this.clock = clock;
    this.disk = disk;
    this.index = index;
    this.quotas = quotas;
    this.uploads = uploads;
  }

  /// Announces what is missing of a set.
  ///
  /// @throws QuotaExceededException if it does not fit the limits; then nothing is announced
  void reserve(Owner owner, KeySet set) throws IOException {
    List<KeyFile> announced = new ArrayList<>();
    for (KeyFile file : set.keys()) {
      OwnedName name = new OwnedName(owner, file.hash());
      if (!index.read(rows -> KeyFiles.has(rows, name))
          && !uploads.isReserved(name, file.bytes())) {
        uploads.discardOther(name);
        announced.add(file);
      }
    }
    requireRoomForSets(owner, set);
    if (uploads.of(owner).size() + announced.size() > settings.maxKeysPerSet()) {
      throw new QuotaExceededException(
          "more than %d key files of one client are being uploaded"
              .formatted(settings.maxKeysPerSet()));
    }
    long bytes = announced.stream().mapToLong(KeyFile::bytes).sum();
    quotas.reserve(owner, bytes);
    boolean done = false;
    try {
      uploads.reserve(owner, announced, clock.millis());
      done = true;
    } finally {
      if (!done) {
        quotas.count(owner, -bytes, -bytes);
      }
    }
  }

  /// @throws QuotaExceededException if the owner has as many other sets as it may have
  void requireRoomForSets(Owner owner, KeySet set) throws IOException {
    boolean room =
        index.read(rows ->
            rows.get(KeyTables.SETS, new OwnedName(owner, set.id()).key()) != null
                || count(rows, owner) < settings.maxSetsPerOwner());
    if (!room) {
      throw new QuotaExceededException(
          "a client may have %d key sets".formatted(settings.maxSetsPerOwner()));
    }
  }

  private static int count(IndexReader rows, Owner owner) throws IOException {
    int[] sets = new int[1];
    rows.scan(KeyTables.SETS, OwnedName.prefix(owner), (_, _) -> ++sets[0] > 0);
    return sets[0];
  }

  /// Checks the files of a set that are new, and forces them to the disk.
  ///
  /// @return those files
  /// @throws KeyRejectedException if one is not the key that was announced; its upload is discarded
  List<KeyFile> check(Owner owner, KeySet set, Parameters parameters) throws IOException {
    List<KeyFile> fresh = new ArrayList<>();
    for (KeyFile file : set.keys()) {
      OwnedName name = new OwnedName(owner, file.hash());
      if (!index.read(rows -> KeyFiles.has(rows, name))) {
        uploads.verify(name, file.bytes());
        fresh.add(file);
      }
    }
    List<Parallel.Outcome<KeyObject>> found =
        Parallel.each(fresh, file -> read(new OwnedName(owner, file.hash()), file, parameters));
    for (int i = 0; i < found.size(); i++) {
      requireKey(new OwnedName(owner, fresh.get(i).hash()), fresh.get(i), found.get(i));
    }
    disk.forceAll(
        fresh.stream().map(file -> uploads.part(new OwnedName(owner, file.hash()))).toList());
    return fresh;
  }

  /// Goes through every byte of an upload.
  private KeyObject read(OwnedName name, KeyFile file, Parameters parameters) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = disk.map(uploads.part(name), file.bytes(), arena);
      return KeyObject.check(WireSource.of(bytes), parameters);
    }
  }

  private void requireKey(OwnedName name, KeyFile file, Parallel.Outcome<KeyObject> read)
      throws IOException {
    try {
      KeyObject found = read.get();
      if (found.id().code() == file.code() && found.level() == file.level()) {
        return;
      }
      uploads.discardIdle(name);
      throw new KeyRejectedException(
          "key file %s is key %s at level %d, announced was key %d at level %d"
              .formatted(file.hash(), found.id(), found.level(), file.code(), file.level()));
    } catch (WireException e) {
      uploads.discardIdle(name);
      throw new KeyRejectedException(
          "key file %s is no such key: %s".formatted(file.hash(), e.getMessage()), e);
    }
  }
}
