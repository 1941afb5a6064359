package io.cloakwork.serve.store;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Evaluation keys of many clients on disk, one file a key, named by its content. Thread-safe; one
/// process at a time has a folder open.
///
/// A client uploads what [#state] says is missing by [#append], in any number of pieces and across
/// restarts, then makes the set usable by [#commit]. Files that several owners upload are stored
/// once, but each must upload them: what another has is not revealed.
@SuppressWarnings("DoNotCallSuggester") // The bodies are not there yet.
public final class KeyStore implements AutoCloseable {

  private KeyStore() {}

  /// Opens or makes the store in `folder` and repairs what a kill left: uploads that nobody resumes
  /// and files that nothing refers to are deleted, sets whose files are gone are marked.
  ///
  /// @throws IOException if another process has it open, it has another layout, or it cannot be
  ///   read or written
  public static KeyStore open(Path folder, StoreSettings settings) throws IOException {
    throw new UnsupportedOperationException(folder + " " + settings);
  }

  /// How much of a set its owner has uploaded.
  ///
  /// @throws UploadRefusedException if the set is larger than the settings allow, or malformed
  public KeySetState state(Owner owner, KeySet set) throws IOException {
    throw new UnsupportedOperationException(owner + " " + set);
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
    throw new UnsupportedOperationException(owner + " " + set + key + offset + data);
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
    throw new UnsupportedOperationException(owner + " " + set + parameters + request + ttl);
  }

  /// The owner's complete sets, oldest first.
  public List<StoredKeySet> list(Owner owner) throws IOException {
    throw new UnsupportedOperationException(owner.name());
  }

  /// The owner's set of that name, if it is complete and has not expired.
  public Optional<StoredKeySet> find(Owner owner, ContentHash keySet) throws IOException {
    throw new UnsupportedOperationException(owner.name() + keySet);
  }

  /// Deletes a set, and the files that no other set refers to; caches drop their copies.
  ///
  /// @return the bytes of the files that were unlinked
  /// @throws UnknownKeySetException if the owner has no such set
  public long delete(Owner owner, ContentHash keySet) throws IOException {
    throw new UnsupportedOperationException(owner.name() + keySet);
  }

  /// Drops everything that the owner has uploaded and not committed.
  ///
  /// @return the bytes of the files that were unlinked
  public long deleteUploads(Owner owner) throws IOException {
    throw new UnsupportedOperationException(owner.name());
  }

  /// Deletes the sets and uploads whose time is up, and writes down when sets were last used. To be
  /// called every minute or so.
  ///
  /// @return how many sets were deleted
  public int expire(Instant now) throws IOException {
    throw new UnsupportedOperationException(now.toString());
  }

  /// What is stored.
  public StoreUsage usage() {
    throw new UnsupportedOperationException();
  }

  /// Gives the folder back. Operations under way end first.
  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
