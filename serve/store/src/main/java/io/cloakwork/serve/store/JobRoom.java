package io.cloakwork.serve.store;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What jobs may take and have taken: sizes, bytes and numbers, all reserved before anything is
/// written.
final class JobRoom {

  private final JobSettings settings;
  private final Index index;
  private final Quotas quotas;
  private final Map<Owner, Integer> submissions = new ConcurrentHashMap<>();

  JobRoom(JobSettings settings, Index index) {
    this.settings = settings;
    this.index = index;
    this.quotas = new Quotas(settings.ownerBytes(), settings.totalBytes());
  }

  /// What a job takes: until it is done its input and all results that may come.
  private static long heldBytes(StoredJob job) {
    if (job.phase() != JobPhase.DONE) {
      return reservation(job.description());
    }
    long sum = 0;
    for (ItemOutcome outcome : job.outcomes()) {
      sum += outcome instanceof ItemOutcome.Result result ? result.bytes() : 0;
    }
    return sum;
  }

  private static long reservation(JobDescription description) {
    return JobRow.inputBytes(description.items())
        + description.items().size() * description.maxResultBytes();
  }

  /// Counts a job that was there before.
  void count(StoredJob job) {
    long bytes = heldBytes(job);
    quotas.count(job.id().owner(), bytes, bytes);
  }

  /// Gives back what a job took.
  void giveBack(StoredJob job) {
    long bytes = heldBytes(job);
    quotas.count(job.id().owner(), -bytes, -bytes);
  }

  /// Gives back what a job that is done took for more than its results.
  void shrink(StoredJob job) {
    long less = reservation(job.description()) - heldBytes(job);
    quotas.count(job.id().owner(), -less, -less);
  }

  /// Takes room for a submission: one more job and its bytes.
  ///
  /// @throws QuotaExceededException if there is none
  void reserve(Owner owner, JobDescription description) throws IOException {
    requireRoomForJobs(owner);
    quotas.reserve(owner, reservation(description));
    submissions.merge(owner, 1, Integer::sum);
  }

  /// Gives the room of a submission back that was not accepted.
  void giveBack(Owner owner, JobDescription description) {
    long bytes = reservation(description);
    quotas.count(owner, -bytes, -bytes);
    endSubmission(owner);
  }

  /// A submission has ended: as a job it is in the index.
  void endSubmission(Owner owner) {
    submissions.computeIfPresent(owner, (_, count) -> count == 1 ? null : count - 1);
  }

  long total() {
    return quotas.total();
  }

  /// Checks sizes that need no counting.
  void requireAllowed(JobDescription description) throws QuotaExceededException {
    if (description.items().size() > settings.maxItems()) {
      throw new QuotaExceededException(
          "a job may have %d items, not %d"
              .formatted(settings.maxItems(), description.items().size()));
    }
    long longest = description.maxResultBytes();
    for (JobItem item : description.items()) {
      longest = Math.max(longest, item.bytes());
    }
    if (longest > settings.maxItemBytes()) {
      throw new QuotaExceededException(
          "an item or result may have %,d bytes, not %,d"
              .formatted(settings.maxItemBytes(), longest));
    }
  }

  private void requireRoomForJobs(Owner owner) throws IOException {
    int[] jobs = {submissions.getOrDefault(owner, 0)};
    index.read(rows -> {
      rows.scan(
          JobTables.JOBS,
          OwnedName.prefix(owner),
          (_, _) -> ++jobs[0] < settings.maxJobsPerOwner());
      return null;
    });
    if (jobs[0] >= settings.maxJobsPerOwner()) {
      throw new QuotaExceededException(
          "a client may have %d jobs".formatted(settings.maxJobsPerOwner()));
    }
  }
}
