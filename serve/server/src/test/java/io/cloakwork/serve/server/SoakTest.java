package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.host.HostSettings;
import io.cloakwork.serve.protocol.ByteSource;
import io.cloakwork.serve.protocol.InferCall;
import io.cloakwork.serve.protocol.JobItem;
import io.cloakwork.serve.protocol.JobResultSink;
import io.cloakwork.serve.protocol.LaneChoice;
import io.cloakwork.serve.protocol.RemoteException;
import io.cloakwork.serve.protocol.RemoteJob;
import io.cloakwork.serve.protocol.RemoteManifest;
import io.cloakwork.serve.protocol.RemoteResult;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.UploadListener;
import io.cloakwork.serve.server.access.NewToken;
import io.cloakwork.serve.store.Owner;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Twice as many requests as the service can run, and jobs beside them, for as long as the system
/// property `cloakwork.soak.seconds` says (12): what is accepted is answered soon and once, what is
/// not is refused with a hint, and nothing grows.
@Tag("soak")
class SoakTest {

  private static final long SECONDS = Long.getLong("cloakwork.soak.seconds", 12);

  /// From which length on latencies are more than what else the machine did meanwhile.
  private static final long LONG_ENOUGH = 300;

  private static final int CLIENTS = 4;
  private static final int QUEUE = 16;
  private static final int ITEMS = 3;
  private static final double LOAD = 2;
  private static final int MEASURED = 200;
  private static final double[] INPUT = {0.1, -0.2, 0.3, -0.4, 0.5, -0.6};
  private static final CompiledNetwork NETWORK = TinyNetwork.compile();
  private static final double[] EXPECTED = ClearInterpreter.model(NETWORK, INPUT);

  /// A key owner with its connection and one encrypted input.
  private record Client(
      KeyOwner owner, RemoteService remote, RemoteManifest manifest, ByteSource input) {

    CompletableFuture<RemoteResult> infer() {
      return remote.infer(InferCall.of(manifest, owner.keys().id(), input, LaneChoice.all()));
    }
  }

  @TempDir private static Path folder;
  private static TestService service;
  private static final List<Client> CLIENT_LIST = new ArrayList<>();

  private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  @BeforeAll
  static void start() throws Exception {
    Path tokens = folder.resolve("tokens");
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      secrets.add(NewToken.addTo(tokens, new Owner("client-" + i), Optional.empty()));
    }
    AccessRules access = new AccessRules(Optional.empty(), Optional.of(tokens), false);
    ServerSettings base =
        TestService.settings(folder, NETWORK, access, CallLimits.defaults(), "reference");
    HostSettings host =
        HostSettings.defaults().withQueueCapacity(QUEUE).withQueuedPerClient(QUEUE / 2);
    service = TestService.of(TestService.with(base, base.device(), host));
    for (String secret : secrets) {
      KeyOwner owner = new KeyOwner(NETWORK, TestService.MODEL);
      RemoteService remote =
          TestService.connect(service.address().withToken(secret).withInFlight(QUEUE * 2));
      remote.register(owner.keys(), Duration.ZERO, UploadListener.NONE);
      CLIENT_LIST.add(
          new Client(
              owner,
              remote,
              remote.manifest(TestService.MODEL),
              ByteSource.of(owner.encrypt(INPUT))));
    }
  }

  @AfterAll
  static void stop() {
    CLIENT_LIST.forEach(client -> client.remote().close());
    service.close();
    CLIENT_LIST.forEach(client -> client.owner().close());
  }

  @Test
  void twiceTheCapacity() throws Exception {
    double capacity = capacity();
    long gap = (long) (1e9 / (LOAD * capacity));
    run(SECONDS / 4, gap);
    Footprint warm = Footprint.now();
    latencies.clear();
    refused.set(0);
    List<String> jobs = run(SECONDS, gap);
    Footprint end = Footprint.now();
    int accepted = latencies.size();
    double median = percentile(0.5);
    double tail = percentile(0.99);
    System.out.printf(
        "soak: %d s at %.0f requests/s, capacity %.0f/s; %d accepted, %d refused, %d jobs; p50 %.1f ms, p99 %.1f ms%n",
        SECONDS, LOAD * capacity, capacity, accepted, refused.get(), jobs.size(), median, tail);
    System.out.printf("soak: before %s, after %s%n", warm, end);
    assertThat(wrong).isEmpty();
    assertThat(accepted).isPositive();
    assertThat(refused).hasPositiveValue();
    assertJobsRanOnce(jobs);
    assertThat(service.log().named("request.broken")).isEmpty();
    end.assertNotMuchMoreThan(warm);
    if (SECONDS >= LONG_ENOUGH) {
      assertThat(tail).as("p99, p50 is %f ms", median).isLessThanOrEqualTo(3 * median);
    }
  }

  /// Requests a second of clients that always have two open.
  private static double capacity() {
    for (int i = 0; i < MEASURED / 4; i++) {
      CLIENT_LIST.get(i % CLIENTS).infer().join();
    }
    long start = System.nanoTime();
    List<CompletableFuture<RemoteResult>> open = new ArrayList<>();
    for (int i = 0; i < MEASURED; i++) {
      open.add(CLIENT_LIST.get(i % CLIENTS).infer());
      if (open.size() > 2 * CLIENTS) {
        open.removeFirst().join();
      }
    }
    open.forEach(CompletableFuture::join);
    return MEASURED / ((System.nanoTime() - start) / 1e9);
  }

  /// Sends requests at a steady pace whatever becomes of them, and a job now and then.
  ///
  /// @return the jobs that were accepted
  private List<String> run(long seconds, long gapNanos) throws Exception {
    List<String> jobs = new ArrayList<>();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    long jobEvery = Math.max(2, seconds / 20) * 1_000_000_000L;
    long nextJob = start;
    long next = start;
    for (int i = 0; System.nanoTime() < end; i++) {
      send(CLIENT_LIST.get(i % CLIENTS));
      if (System.nanoTime() >= nextJob) {
        nextJob += jobEvery;
        submit("job-" + start + "-" + jobs.size(), jobs);
      }
      next += gapNanos;
      LockSupport.parkNanos(next - System.nanoTime());
    }
    while (open.get() > 0) {
      Thread.sleep(20);
    }
    return jobs;
  }

  private void send(Client client) {
    open.incrementAndGet();
    long begin = System.nanoTime();
    var _ =
        client
            .infer()
            .whenComplete((result, failure) -> {
              if (failure == null) {
                latencies.add(System.nanoTime() - begin);
              } else if (isRefusal(failure)) {
                refused.incrementAndGet();
              } else {
                wrong.add(failure.toString());
              }
              open.decrementAndGet();
            });
  }

  private static boolean isRefusal(Throwable failure) {
    Throwable cause = failure instanceof RemoteException ? failure : failure.getCause();
    return cause instanceof RemoteException remote
        && remote.status() == Status.Code.RESOURCE_EXHAUSTED
        && remote.retryAfter().isPresent();
  }

  /// Twice, as after a lost reply: that is one job.
  private static void submit(String name, List<String> jobs) throws Exception {
    Client client = CLIENT_LIST.getFirst();
    List<JobItem> items = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      items.add(new JobItem(client.input(), LaneChoice.all()));
    }
    for (int i = 0; i < 2; i++) {
      client
          .remote()
          .submitJob(
              name, TestService.MODEL, client.owner().keys().id(), items, UploadListener.NONE);
    }
    jobs.add(name);
  }

  private static void assertJobsRanOnce(List<String> jobs) throws Exception {
    Client client = CLIENT_LIST.getFirst();
    assertThat(client.remote().listJobs()).extracting(RemoteJob::name).containsAll(jobs);
    for (String name : jobs) {
      RemoteJob job = client.remote().job(name);
      while (job.finished() + job.failed() < ITEMS) {
        Thread.sleep(20);
        job = client.remote().job(name);
      }
      List<Integer> items = new ArrayList<>();
      client
          .remote()
          .results(
              name,
              client.manifest().maxResultBytes(),
              new JobResultSink() {
                @Override
                public void result(int item, int lane, WireSource output) throws IOException {
                  assertThat(client.owner().decrypt(output))
                      .containsExactly(EXPECTED, within(1e-2));
                  items.add(item);
                }

                @Override
                public void failure(int item, RemoteException why) {
                  throw new AssertionError(name + ", item " + item, why);
                }
              });
      assertThat(items).as(name).containsExactly(0, 1, 2);
    }
  }

  private double percentile(double part) {
    List<Long> sorted = latencies.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) (part * (sorted.size() - 1))) / 1e6;
  }
}
