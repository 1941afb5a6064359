package io.cloakwork.serve.store;

import io.cloakwork.ckks.wire.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Jobs on disk from the moment they are accepted until their results are fetched or expire. What
/// was accepted survives a kill. Thread-safe; one process at a time has a folder open.
public final class JobStore implements AutoCloseable {

  private static final IndexedFolder.Layout LAYOUT =
      new IndexedFolder.Layout("cloakwork-jobs 1", JobFiles.FOLDERS, JobTables.NAMES);

  private final JobSettings settings;
  private final InstantSource clock;
  private final JobFiles files;
  private final IndexedFolder folder;
  private final Index index;
  private final JobRoom room;
  private final Gate gate = new Gate("job store");
  private final Stripes owners = new Stripes();
  // Only in memory: after a restart nothing runs.
  private final Set<JobId> running = ConcurrentHashMap.newKeySet();

  private JobStore(JobSettings settings, InstantSource clock, Disk disk, IndexedFolder folder) {
    this.settings = settings;
    this.clock = clock;
    this.files = new JobFiles(disk, folder.folder());
    this.folder = folder;
    this.index = folder.index();
    this.room = new JobRoom(settings, index);
  }

  /// Opens or makes the store in `folder`; jobs that were running are pending again, submissions
  /// that were not accepted are gone.
  ///
  /// @throws IOException if another process has it open, it has another layout, or it cannot be
  ///   read or written
  public static JobStore open(Path folder, JobSettings settings) throws IOException {
    return open(folder, settings, InstantSource.system(), new Disk());
  }

  /// The same with another clock and disk.
  static JobStore open(Path root, JobSettings settings, InstantSource clock, Disk disk)
      throws IOException {
    return IndexedFolder.open(
        disk,
        root,
        LAYOUT,
        settings.indexBytes(),
        settings.maxIndexBytes(),
        folder -> {
          JobStore store = new JobStore(settings, clock, disk, folder);
          store.recover();
          return store;
        });
  }

  /// Counts what is there and unlinks what no row names.
  private void recover() throws IOException {
    Set<String> inputs = new HashSet<>();
    Set<String> results = new HashSet<>();
    for (StoredJob job : all(new byte[0])) {
      if (job.phase() != JobPhase.DONE) {
        inputs.add(JobTables.fileName(job.id()));
      }
      for (int item = 0; item < job.outcomes().size(); item++) {
        if (job.outcomes().get(item) instanceof ItemOutcome.Result) {
          results.add(JobTables.fileName(job.id(), item));
        }
      }
      room.count(job);
    }
    files.retain(inputs, results);
  }

  /// Begins a submission. A job that was accepted before under that name is the same job: its bytes
  /// are taken once more and compared, and [JobWriter#commit] returns it.
  ///
  /// @throws QuotaExceededException if the job does not fit the limits; nothing was written
  /// @throws JobConflictException if another job was accepted under that name
  public JobWriter begin(JobId id, JobDescription description) throws IOException {
    try (var _ = gate.enter();
        var _ = owners.hold(id.owner())) {
      room.requireAllowed(description);
      JobRow there = index.read(rows -> row(rows, id));
      if (there != null) {
        if (!there.asks(description)) {
          throw new JobConflictException(id);
        }
        return files.submission(id, description, null, end);
      }
      room.reserve(id.owner(), description);
      boolean begun = false;
      try {
        JobWriter writer = files.submission(id, description, files.incoming(), end);
        begun = true;
        return writer;
      } finally {
        if (!begun) {
          room.giveBack(id.owner(), description);
        }
      }
    }
  }

  private final JobSubmission.End end =
      new JobSubmission.End() {
        @Override
        public StoredJob accept(JobSubmission submission, ContentHash input) throws IOException {
          try (var _ = gate.enter();
              var _ = owners.hold(submission.id().owner())) {
            return JobStore.this.accept(submission, input);
          }
        }

        @Override
        public void drop(JobSubmission submission) {
          if (submission.part() != null) {
            room.giveBack(submission.id().owner(), submission.description());
            try {
              files.unlink(submission.part());
            } catch (IOException e) {
              throw new UncheckedIOException("the submission could not be deleted", e);
            }
          }
        }
      };

  private StoredJob accept(JobSubmission submission, ContentHash input) throws IOException {
    JobId id = submission.id();
    JobRow there = index.read(rows -> row(rows, id));
    if (there != null) {
      if (!there.asks(submission.description()) || !there.input().equals(input)) {
        throw new JobConflictException(id);
      }
      end.drop(submission); // accepted by another submission before
      return find(id).orElseThrow();
    }
    if (submission.part() == null) {
      throw new UnknownJobException(id); // deleted while it was sent once more
    }
    Path file = files.input(id);
    boolean accepted = false;
    try {
      files.keep(submission.part(), file);
      JobRow row = new JobRow(clock.millis(), 0, input, submission.description());
      index.write(rows -> {
        rows.put(JobTables.JOBS, JobTables.key(id), row.encode());
        return null;
      });
      accepted = true;
    } finally {
      if (!accepted) {
        files.unlink(file);
      }
    }
    room.endSubmission(id.owner());
    return find(id).orElseThrow();
  }

  private static JobRow row(IndexReader rows, JobId id) throws IOException {
    ByteBuffer row = rows.get(JobTables.JOBS, JobTables.key(id));
    return row == null ? null : JobRow.decode(row);
  }

  /// The jobs that are not done, oldest first: what to run after a restart.
  public List<StoredJob> pending() throws IOException {
    try (var _ = gate.enter()) {
      return all(new byte[0]).stream().filter(job -> job.phase() != JobPhase.DONE).toList();
    }
  }

  /// Notes that a pending job runs.
  ///
  /// @throws UnknownJobException if there is no such job
  public void markRunning(JobId id) throws IOException {
    try (var _ = gate.enter()) {
      requireJob(id);
      running.add(id);
    }
  }

  private JobRow requireJob(JobId id) throws IOException {
    JobRow row = index.read(rows -> row(rows, id));
    if (row == null) {
      throw new UnknownJobException(id);
    }
    return row;
  }

  /// The input of an item.
  ///
  /// @throws UnknownJobException if there is no such job, or it is done
  /// @throws DamagedFileException if its file is gone
  public MappedFile openInput(JobId id, int item) throws IOException {
    try (var _ = gate.enter()) {
      JobRow row = requireJob(id);
      if (row.isDone()) {
        throw new UnknownJobException(id);
      }
      List<JobItem> items = row.description().items();
      return files
          .map(files.input(id), JobRow.inputBytes(items), "the input of job " + id.name())
          .part(row.offset(item), items.get(item).bytes());
    }
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
    try (var _ = gate.enter()) {
      JobRow row = requireUnfinished(id, item);
      if (row == null) {
        return;
      }
      Path part = files.incoming();
      try {
        long bytes = files.write(part, result, row.description().maxResultBytes());
        try (var _ = owners.hold(id.owner())) {
          if (requireUnfinished(id, item) != null) {
            files.keep(part, files.result(id, item));
            enter(id, item, new ItemOutcome.Result(bytes, lane));
          }
        }
      } finally {
        files.unlink(part);
      }
    }
  }

  /// The job, or null if the item has an outcome.
  private JobRow requireUnfinished(JobId id, int item) throws IOException {
    JobRow row = requireJob(id);
    Objects.checkIndex(item, row.description().items().size());
    return index.read(rows -> rows.get(JobTables.OUTCOMES, JobTables.key(id, item))) == null
        ? row
        : null;
  }

  /// Notes that an item failed for good.
  ///
  /// @throws UnknownJobException if there is no such job any more
  public void storeFailure(JobId id, int item, ItemOutcome.Failure failure) throws IOException {
    try (var _ = gate.enter();
        var _ = owners.hold(id.owner())) {
      if (requireUnfinished(id, item) != null) {
        enter(id, item, failure);
      }
    }
  }

  /// Notes an outcome, and with the last that the job is done; then its input goes.
  private void enter(JobId id, int item, ItemOutcome outcome) throws IOException {
    long expires = clock.instant().plus(settings.resultLifetime()).toEpochMilli();
    boolean done =
        index.write(rows -> {
          rows.put(JobTables.OUTCOMES, JobTables.key(id, item), JobTables.encode(outcome));
          JobRow row = row(rows, id);
          int items = row.description().items().size();
          if (JobTables.outcomes(rows, id, items).contains(new ItemOutcome.Unfinished())) {
            return false;
          }
          rows.put(JobTables.JOBS, JobTables.key(id), row.withExpires(expires).encode());
          return true;
        });
    if (done) {
      running.remove(id);
      StoredJob job = find(id).orElseThrow();
      room.shrink(job);
      files.unlink(files.input(id));
    }
  }

  /// The job of that name, if there is one.
  public Optional<StoredJob> find(JobId id) throws IOException {
    try (var _ = gate.enter()) {
      return index.read(rows -> {
        JobRow row = row(rows, id);
        return row == null ? Optional.empty() : Optional.of(job(rows, id, row));
      });
    }
  }

  private StoredJob job(IndexReader rows, JobId id, JobRow row) throws IOException {
    JobPhase phase =
        row.isDone() ? JobPhase.DONE : running.contains(id) ? JobPhase.RUNNING : JobPhase.PENDING;
    return new StoredJob(
        id,
        row.description(),
        phase,
        JobTables.outcomes(rows, id, row.description().items().size()),
        Instant.ofEpochMilli(row.submitted()),
        row.isDone() ? Optional.of(Instant.ofEpochMilli(row.expires())) : Optional.empty());
  }

  /// The owner's jobs, oldest first.
  public List<StoredJob> list(Owner owner) throws IOException {
    try (var _ = gate.enter()) {
      return all(OwnedName.prefix(owner));
    }
  }

  private List<StoredJob> all(byte[] prefix) throws IOException {
    List<StoredJob> jobs = new ArrayList<>();
    index.read(rows -> {
      rows.scan(
          JobTables.JOBS,
          prefix,
          (key, row) -> jobs.add(job(rows, JobTables.job(key), JobRow.decode(row))));
      return null;
    });
    jobs.sort(Comparator.comparing(StoredJob::submitted));
    return jobs;
  }

  /// The result of an item whose outcome is [ItemOutcome.Result].
  ///
  /// @throws UnknownJobException if there is no such job
  /// @throws IllegalArgumentException if the item has no result
  /// @throws DamagedFileException if its file is gone
  public MappedFile openResult(JobId id, int item) throws IOException {
    try (var _ = gate.enter()) {
      StoredJob job = find(id).orElseThrow(() -> new UnknownJobException(id));
      if (job.outcomes().get(item) instanceof ItemOutcome.Result result) {
        return files.map(
            files.result(id, item),
            result.bytes(),
            "the result of item %d of job %s".formatted(item, id.name()));
      }
      throw new IllegalArgumentException(
          "item %d of job %s has no result".formatted(item, id.name()));
    }
  }

  /// Deletes a job with its inputs and results.
  ///
  /// @return whether there was one
  public boolean delete(JobId id) throws IOException {
    try (var _ = gate.enter();
        var _ = owners.hold(id.owner())) {
      Optional<StoredJob> job = find(id);
      if (job.isPresent()) {
        remove(job.get());
      }
      return job.isPresent();
    }
  }

  private void remove(StoredJob job) throws IOException {
    JobId id = job.id();
    index.write(rows -> {
      rows.delete(JobTables.JOBS, JobTables.key(id));
      for (int item = 0; item < job.outcomes().size(); item++) {
        rows.delete(JobTables.OUTCOMES, JobTables.key(id, item));
      }
      return null;
    });
    running.remove(id);
    files.unlink(files.input(id));
    for (int item = 0; item < job.outcomes().size(); item++) {
      files.unlink(files.result(id, item));
    }
    room.giveBack(job);
  }

  /// Deletes jobs whose results' time is up.
  ///
  /// @return how many
  public int expire(Instant now) throws IOException {
    try (var _ = gate.enter()) {
      int expired = 0;
      for (StoredJob job : all(new byte[0])) {
        try (var _ = owners.hold(job.id().owner())) {
          Optional<StoredJob> current = find(job.id());
          if (current.isPresent() && isOverdue(current.get(), now)) {
            remove(current.get());
            expired++;
          }
        }
      }
      return expired;
    }
  }

  private static boolean isOverdue(StoredJob job, Instant now) {
    return job.expires().isPresent() && !job.expires().get().isAfter(now);
  }

  /// Bytes that jobs hold or may still need.
  public long bytes() {
    return room.total();
  }

  /// Gives the folder back. Operations under way end first; closing twice is harmless.
  @Override
  public void close() throws IOException {
    if (gate.close()) {
      folder.close();
    }
  }
}
