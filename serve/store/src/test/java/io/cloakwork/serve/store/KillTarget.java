package io.cloakwork.serve.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// The process that [KillTest] kills: it registers sets, deletes every third, submits jobs and
/// finishes every second, and says so once each is done.
final class KillTarget {

  static final Owner OWNER = new Owner("killed");
  private static final int BYTES = 20_000;

  private KillTarget() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    long number = 100_000L * (1 + Integer.parseInt(arguments[1]));
    StoreSettings settings = StoreSettings.defaults().withMaxSetsPerOwner(100_000);
    JobSettings limits = JobSettings.defaults().withQuotas(100_000, 1L << 40, 1L << 40);
    try (TestKeys keys = new TestKeys();
        KeyStore store = KeyStore.open(folder.resolve("keys"), settings);
        JobStore jobs = JobStore.open(folder.resolve("jobs"), limits)) {
      System.out.println("begun");
      for (; number > 0; number++) {
        TestKeys.Made made = keys.make(2, number);
        TestKeys.upload(store, OWNER, made, 5000);
        store.commit(OWNER, made.set(), keys.parameters, made.request(), java.time.Duration.ZERO);
        System.out.println("registered " + number + ".");
        submit(jobs, number);
        System.out.println("accepted " + number + ".");
        if (number % 2 == 0) {
          byte[] result = result(number);
          jobs.storeResult(job(number), 0, 0, out -> out.write(result));
        }
        if (number % 3 == 0) {
          store.delete(OWNER, made.set().id());
          System.out.println("deleted " + number + ".");
        }
      }
    }
  }

  private static void submit(JobStore jobs, long number) throws IOException {
    JobDescription description =
        new JobDescription(
            "m", TestKeys.hash(new byte[1]), List.of(new JobItem(BYTES, 0, false)), BYTES);
    try (JobWriter writer = jobs.begin(job(number), description)) {
      writer.append(ByteBuffer.wrap(input(number)));
      writer.commit();
    }
  }

  static JobId job(long number) {
    return new JobId(OWNER, "job-" + number);
  }

  static byte[] input(long number) {
    return JobStoreTest.random(BYTES, number);
  }

  static byte[] result(long number) {
    return JobStoreTest.random(BYTES, -number);
  }
}
