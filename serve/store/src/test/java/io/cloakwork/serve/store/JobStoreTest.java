package io.cloakwork.serve.store;

import static io.cloakwork.serve.store.TestKeys.ALICE;
import static io.cloakwork.serve.store.TestKeys.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobStoreTest {

  private static final ContentHash KEYS = TestKeys.hash(new byte[1]);
  private static final JobId JOB = new JobId(ALICE, "one");
  private static final JobDescription TWO =
      new JobDescription(
          "m2", KEYS, List.of(new JobItem(1000, 0, false), new JobItem(500, 3, true)), 2000);

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private JobStore store;

  @BeforeEach
  void open() throws IOException {
    reopen(JobSettings.defaults());
  }

  private void reopen(JobSettings settings) throws IOException {
    if (store != null) {
      store.close();
    }
    store = JobStore.open(folder.resolve("jobs"), settings, () -> now, new Disk());
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  static byte[] random(int count, long seed) {
    byte[] bytes = new byte[count];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  private StoredJob submit(JobId id, JobDescription description, byte[] input) throws IOException {
    try (JobWriter writer = store.begin(id, description)) {
      for (int at = 0; at < input.length; at += 400) {
        writer.append(ByteBuffer.wrap(input, at, Math.min(400, input.length - at)));
      }
      assertThat(writer.received()).isEqualTo(input.length);
      return writer.commit();
    }
  }

  private static byte[] bytes(MappedFile file) {
    try (file) {
      return file.bytes().toArray(ValueLayout.JAVA_BYTE);
    }
  }

  @Test
  void aJobFromSubmissionToItsResults() throws IOException {
    byte[] input = random(1500, 1);
    StoredJob accepted = submit(JOB, TWO, input);
    assertThat(accepted.phase()).isEqualTo(JobPhase.PENDING);
    assertThat(accepted.unfinished()).containsExactly(0, 1);
    store.markRunning(JOB);
    assertThat(store.find(JOB).orElseThrow().phase()).isEqualTo(JobPhase.RUNNING);
    assertThat(bytes(store.openInput(JOB, 0))).isEqualTo(java.util.Arrays.copyOf(input, 1000));
    assertThat(bytes(store.openInput(JOB, 1)))
        .isEqualTo(java.util.Arrays.copyOfRange(input, 1000, 1500));

    byte[] result = random(1900, 2);
    store.storeResult(JOB, 1, 3, out -> out.write(result));
    assertThat(store.find(JOB).orElseThrow().unfinished()).containsExactly(0);
    reopen(JobSettings.defaults());
    assertThat(store.pending()).extracting(StoredJob::id).containsExactly(JOB);
    assertThat(store.find(JOB).orElseThrow().phase()).isEqualTo(JobPhase.PENDING);
    store.storeFailure(JOB, 0, new ItemOutcome.Failure(13, "no luck"));

    StoredJob done = store.find(JOB).orElseThrow();
    assertThat(done.phase()).isEqualTo(JobPhase.DONE);
    assertThat(done.finished()).isEqualTo(1);
    assertThat(done.failed()).isEqualTo(1);
    assertThat(done.outcomes())
        .containsExactly(new ItemOutcome.Failure(13, "no luck"), new ItemOutcome.Result(1900, 3));
    assertThat(bytes(store.openResult(JOB, 1))).isEqualTo(result);
    assertThat(store.bytes()).as("only the result counts").isEqualTo(1900);
    assertThat(files("inputs")).isEmpty();
    assertThat(store.pending()).isEmpty();
    assertThatThrownBy(() -> store.openInput(JOB, 0)).isInstanceOf(UnknownJobException.class);
    assertThatThrownBy(() -> store.openResult(JOB, 0)).isInstanceOf(IllegalArgumentException.class);

    assertThat(store.delete(JOB)).isTrue();
    assertThat(store.delete(JOB)).isFalse();
    assertThat(files("results")).isEmpty();
    assertThat(store.bytes()).isZero();
  }

  @Test
  void theSameNameIsTheSameJob() throws IOException {
    byte[] input = random(1500, 3);
    StoredJob first = submit(JOB, TWO, input);
    now = now.plusSeconds(60);
    assertThat(submit(JOB, TWO, input)).isEqualTo(first);
    assertThatThrownBy(() -> submit(JOB, TWO, random(1500, 4)))
        .isInstanceOf(JobConflictException.class);
    JobDescription other = new JobDescription("m3", KEYS, TWO.items(), 2000);
    assertThatThrownBy(() -> store.begin(JOB, other)).isInstanceOf(JobConflictException.class);
    JobId ofBob = new JobId(BOB, "one");
    assertThat(submit(ofBob, other, input).id()).isEqualTo(ofBob);
    assertThat(store.list(ALICE)).hasSize(1);
    assertThat(store.list(BOB)).hasSize(1);
  }

  @Test
  void ofTwoSubmissionsAtOnceOneIsAccepted() throws IOException {
    byte[] input = random(1500, 5);
    try (JobWriter one = store.begin(JOB, TWO);
        JobWriter two = store.begin(JOB, TWO)) {
      one.append(ByteBuffer.wrap(input));
      two.append(ByteBuffer.wrap(input));
      assertThat(two.commit()).isEqualTo(one.commit());
    }
    assertThat(store.bytes()).isEqualTo(1500 + 2 * 2000);
    assertThat(files("incoming")).isEmpty();
  }

  @Test
  void anOutcomeStays() throws IOException {
    submit(JOB, TWO, random(1500, 6));
    store.storeResult(JOB, 0, 0, out -> out.write(1));
    store.storeResult(JOB, 0, 0, out -> out.write(2));
    store.storeFailure(JOB, 0, new ItemOutcome.Failure(1, "late"));
    assertThat(bytes(store.openResult(JOB, 0))).containsExactly(1);
    assertThat(files("incoming")).isEmpty();
  }

  @Test
  void resultsExpire() throws IOException {
    submit(JOB, TWO, random(1500, 7));
    assertThat(store.expire(now.plus(Duration.ofDays(1000)))).as("not done").isZero();
    store.storeFailure(JOB, 0, new ItemOutcome.Failure(1, "a"));
    store.storeResult(JOB, 1, 0, out -> out.write(1));
    Instant expires = store.find(JOB).orElseThrow().expires().orElseThrow();
    assertThat(expires).isEqualTo(now.plus(JobSettings.defaults().resultLifetime()));
    assertThat(store.expire(expires.minusMillis(1))).isZero();
    assertThat(store.expire(expires)).isEqualTo(1);
    assertThat(store.find(JOB)).isEmpty();
    assertThat(files("results")).isEmpty();
    assertThat(store.bytes()).isZero();
  }

  @Test
  void limitsComeBeforeBytes() throws IOException {
    reopen(JobSettings.defaults().withItems(2, 1000).withQuotas(2, 6000, 7000));
    JobDescription small =
        new JobDescription("m", KEYS, List.of(new JobItem(1000, 0, false)), 1000);
    assertThatThrownBy(() -> store.begin(JOB, TWO))
        .as("results too long")
        .isInstanceOf(QuotaExceededException.class);
    assertThatThrownBy(() ->
            store.begin(
                JOB,
                new JobDescription("m", KEYS, List.of(new JobItem(Long.MAX_VALUE, 0, false)), 1)))
        .isInstanceOf(QuotaExceededException.class);
    assertThatThrownBy(() ->
            store.begin(
                JOB,
                new JobDescription(
                    "m", KEYS, java.util.Collections.nCopies(3, new JobItem(1, 0, false)), 1)))
        .isInstanceOf(QuotaExceededException.class);
    try (JobWriter open = store.begin(JOB, small)) {
      submit(new JobId(ALICE, "two"), small, random(1000, 8));
      assertThatThrownBy(() -> store.begin(new JobId(ALICE, "three"), small))
          .hasMessageContaining("2 jobs");
      try (JobWriter bobs = store.begin(new JobId(BOB, "a"), small)) {
        assertThat(bobs.received()).isZero();
        assertThatThrownBy(() -> store.begin(new JobId(BOB, "b"), small))
            .hasMessageContaining("the store is full");
      }
      assertThatThrownBy(() -> open.append(ByteBuffer.allocate(1001)))
          .isInstanceOf(UploadRefusedException.class);
      open.append(ByteBuffer.allocate(999));
      assertThatThrownBy(open::commit).isInstanceOf(UploadRefusedException.class);
    }
    assertThat(store.bytes()).isEqualTo(2000);
    assertThat(files("incoming")).isEmpty();
  }

  @Test
  void resultsDoNotGrowOverTheirReservation() throws IOException {
    submit(JOB, TWO, random(1500, 9));
    assertThatThrownBy(() -> store.storeResult(JOB, 0, 0, out -> out.write(new byte[2001])))
        .isInstanceOf(QuotaExceededException.class);
    assertThat(store.find(JOB).orElseThrow().unfinished()).containsExactly(0, 1);
    assertThat(files("incoming")).isEmpty();
    store.storeResult(JOB, 0, 0, out -> out.write(new byte[2000]));
  }

  @Test
  void lostFilesAreTypedErrors() throws IOException {
    submit(JOB, TWO, random(1500, 10));
    store.storeResult(JOB, 0, 0, out -> out.write(1));
    for (Path file : files("")) {
      if (!file.toString().contains("index")
          && !file.toString().contains("natives")
          && file.getParent().getFileName().toString().matches("inputs|results")) {
        Files.delete(file);
      }
    }
    assertThatThrownBy(() -> store.openInput(JOB, 1)).isInstanceOf(DamagedFileException.class);
    assertThatThrownBy(() -> store.openResult(JOB, 0)).isInstanceOf(DamagedFileException.class);
  }

  @Test
  void jobsOfOthersAndOfNobodyDoNotExist() throws IOException {
    submit(JOB, TWO, random(1500, 11));
    JobId ofBob = new JobId(BOB, "one");
    assertThat(store.find(ofBob)).isEmpty();
    assertThat(store.delete(ofBob)).isFalse();
    assertThatThrownBy(() -> store.openInput(ofBob, 0)).isInstanceOf(UnknownJobException.class);
    assertThatThrownBy(() -> store.openResult(ofBob, 0)).isInstanceOf(UnknownJobException.class);
    assertThatThrownBy(() -> store.markRunning(ofBob)).isInstanceOf(UnknownJobException.class);
    assertThatThrownBy(() -> store.storeResult(ofBob, 0, 0, out -> {}))
        .isInstanceOf(UnknownJobException.class);
  }

  private List<Path> files(String part) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("jobs").resolve(part))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
