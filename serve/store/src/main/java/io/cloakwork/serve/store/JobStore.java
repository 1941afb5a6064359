package io.cloakwork.serve.store;

import io.cloakwork.ckks.wire.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Jobs on disk from the moment they are accepted until their results are fetched or expire. What
/// was accepted survives a kill. Thread-safe; one process at a time has a folder open.
@SuppressWarnings("DoNotCallSuggester") // The bodies are not there yet.
public final class JobStore implements AutoCloseable {

  private JobStore() {}

  /// Opens or makes the store in `folder`; jobs that were running are pending again, submissions
  /// that were not accepted are gone.
  ///
  /// @throws IOException if another process has it open, it has another layout, or it cannot be
  ///   read or written
  public static JobStore open(Path folder, JobSettings settings) throws IOException {
    throw new UnsupportedOperationException(folder + " " + settings);
  }

  /// Begins a submission. A job that was accepted before under that name is the same job: its bytes
  /// are taken once more and compared, and [JobWriter#commit] returns it.
  ///
  /// @throws QuotaExceededException if the job does not fit the limits; nothing was written
  /// @throws JobConflictException if another job was accepted under that name
  public JobWriter begin(JobId id, JobDescription description) throws IOException {
    throw new UnsupportedOperationException(id + " " + description);
  }

  /// The jobs that are not done, oldest first: what to run after a restart.
  public List<StoredJob> pending() throws IOException {
    throw new UnsupportedOperationException();
  }

  /// Notes that a pending job runs.
  ///
  /// @throws UnknownJobException if there is no such job
  public void markRunning(JobId id) throws IOException {
    throw new UnsupportedOperationException(id.name());
  }

  /// The input of an item.
  ///
  /// @throws UnknownJobException if there is no such job, or it is done
  /// @throws DamagedFileException if its file is gone
  public MappedFile openInput(JobId id, int item) throws IOException {
    throw new UnsupportedOperationException(id.name() + item);
  }

  /// Keeps the result of an item; with the last outcome the job is done and its inputs are deleted.
  /// An item that has an outcome keeps it, and nothing is written.
  ///
  /// @param lane that the result lies in
  /// @throws UnknownJobException if there is no such job any more
  /// @throws QuotaExceededException if the result is longer than was reserved
  /// @throws StoreFullException if the disk is full
  public void storeResult(JobId id, int item, int lane, AtomicFile.Content result)
      throws IOException {
    throw new UnsupportedOperationException(id.name() + item + lane + result);
  }

  /// Notes that an item failed for good.
  ///
  /// @throws UnknownJobException if there is no such job any more
  public void storeFailure(JobId id, int item, ItemOutcome.Failure failure) throws IOException {
    throw new UnsupportedOperationException(id.name() + item + failure);
  }

  public Optional<StoredJob> find(JobId id) throws IOException {
    throw new UnsupportedOperationException(id.name());
  }

  /// The owner's jobs, oldest first.
  public List<StoredJob> list(Owner owner) throws IOException {
    throw new UnsupportedOperationException(owner.name());
  }

  /// The result of an item whose outcome is [ItemOutcome.Result].
  ///
  /// @throws UnknownJobException if there is no such job
  /// @throws IllegalArgumentException if the item has no result
  /// @throws DamagedFileException if its file is gone
  public MappedFile openResult(JobId id, int item) throws IOException {
    throw new UnsupportedOperationException(id.name() + item);
  }

  /// Deletes a job with its inputs and results.
  ///
  /// @return whether there was one
  public boolean delete(JobId id) throws IOException {
    throw new UnsupportedOperationException(id.name());
  }

  /// Deletes jobs whose results' time is up.
  ///
  /// @return how many
  public int expire(Instant now) throws IOException {
    throw new UnsupportedOperationException(now.toString());
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
