package io.cloakwork.serve.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.serve.store.Owner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who runs next, at times that the test makes up.
class FairQueueTest extends HostTest {

  private static final long MILLI = 1_000_000;

  private static final int CLIENTS = 16;

  private static final int RUNS = 3_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final FairQueue queue = new FairQueue(5 * MILLI, 0);
  private LoadedModel cheap;
  private LoadedModel dear;
  private long now = 1;
  private int numbers;

  @BeforeEach
  void models() {
    open(SETTINGS, Recorder.open());
    cheap = (LoadedModel) model;
    dear = (LoadedModel) host.load("dear", model.network());
    cheap.costs().restart(1, 0.010);
    dear.costs().restart(1, 0.080);
  }

  private RequestGroup group(String name, LoadedModel of) {
    return group(new ClientQueue(new Owner(name)), of);
  }

  private static RequestGroup group(ClientQueue client, LoadedModel of) {
    return client.group(of, () -> null, 1);
  }

  private Request add(RequestGroup group, int lane) {
    OptionalInt at = lane < 0 ? OptionalInt.empty() : OptionalInt.of(lane);
    String id = "r" + numbers++;
    RequestInfo info = new RequestInfo(id, group.client().owner(), group.model().name(), at);
    Request request = new Request(info, null, null, 1, now, Request.NEVER);
    queue.add(group, request);
    return request;
  }

  private FairQueue.Choice.Run runNext() {
    return (FairQueue.Choice.Run) queue.next(now);
  }

  private void ends(FairQueue.Choice.Run run, double seconds) {
    now += (long) (seconds * 1e9);
    queue.ended(run, seconds, now);
  }

  /// Jain's index (DEC-TR-301, 1984): 1 if all are equal, 1/n if one has everything.
  private static double fairness(double[] shares) {
    double sum = Arrays.stream(shares).sum();
    double squares = Arrays.stream(shares).map(x -> x * x).sum();
    return sum * sum / (shares.length * squares);
  }

  /// Every client keeps `depth` requests waiting; the seconds of the device that each got.
  private double[] shares(List<RequestGroup> groups, int[] depth) {
    double[] seconds = new double[groups.size()];
    for (int c = 0; c < groups.size(); c++) {
      for (int i = 0; i < depth[c]; i++) {
        add(groups.get(c), Request.ALL_LANES);
      }
    }
    for (int i = 0; i < RUNS; i++) {
      FairQueue.Choice.Run run = runNext();
      int client = groups.indexOf(run.batch().group());
      double took = run.predictedSeconds() * (0.5 + random.nextDouble());
      seconds[client] += took;
      ends(run, took);
      add(run.batch().group(), Request.ALL_LANES);
    }
    return seconds;
  }

  private List<RequestGroup> groups(int dearOnes) {
    List<RequestGroup> groups = new ArrayList<>();
    for (int c = 0; c < CLIENTS; c++) {
      groups.add(group("client-" + c, c < dearOnes ? dear : cheap));
    }
    return groups;
  }

  @Test
  void equalClientsGetEqualShares() {
    int[] one = new int[CLIENTS];
    Arrays.fill(one, 1);
    double index = fairness(shares(groups(0), one));
    System.out.printf("seed %d: fairness of %d equal clients %.4f%n", seed, CLIENTS, index);
    assertThat(index).as("seed %d", seed).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void longQueuesAndDearModelsGetNoMore() {
    int[] depth = new int[CLIENTS];
    Arrays.setAll(depth, c -> 1 + c % 4 * 10);
    double index = fairness(shares(groups(4), depth));
    System.out.printf("seed %d: fairness of %d unequal clients %.4f%n", seed, CLIENTS, index);
    assertThat(index).as("seed %d", seed).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void oneRequestDoesNotWaitForAnothersQueue() {
    RequestGroup many = group("many", cheap);
    for (int i = 0; i < 100; i++) {
      add(many, Request.ALL_LANES);
    }
    ends(runNext(), 0.010);
    RequestGroup single = group("single", cheap);
    Request request = add(single, Request.ALL_LANES);
    List<Request> served = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      FairQueue.Choice.Run run = runNext();
      served.addAll(run.batch().requests());
      ends(run, 0.010);
    }
    assertThat(served).contains(request);
  }

  @Test
  void whoWasAwayGetsNoMoreThanOneTurnForIt() {
    RequestGroup here = group("here", cheap);
    RequestGroup away = group("away", cheap);
    add(away, Request.ALL_LANES);
    ends(runNext(), 0.010);
    for (int i = 0; i < 200; i++) {
      add(here, Request.ALL_LANES);
    }
    for (int i = 0; i < 100; i++) {
      ends(runNext(), 0.010);
    }
    for (int i = 0; i < 20; i++) {
      add(away, Request.ALL_LANES);
    }
    int served = 0;
    for (int i = 0; i < 20; i++) {
      FairQueue.Choice.Run run = runNext();
      served += run.batch().group() == away ? 1 : 0;
      ends(run, 0.010);
    }
    assertThat(served).isBetween(9, 11);
  }

  @Test
  void companyIsWaitedForOnAnIdleDeviceUntilTheDelayIsOver() {
    RequestGroup group = group("client", cheap);
    now = 100 * MILLI;
    add(group, 0);
    now += MILLI;
    add(group, 1);
    assertThat(queue.next(now)).isEqualTo(new FairQueue.Choice.Wait(105 * MILLI));
    now = 105 * MILLI;
    assertThat(runNext().batch().size()).isEqualTo(2);
    assertThat(queue.next(now)).isEqualTo(new FairQueue.Choice.Nothing());
  }

  @Test
  void fullRunsAndFullInputsWaitForNobody() {
    RequestGroup group = group("client", cheap);
    for (int lane = 0; lane < LANES; lane++) {
      add(group, lane);
    }
    assertThat(runNext().batch().size()).isEqualTo(LANES);
    RequestGroup other = group("other", cheap);
    add(other, Request.ALL_LANES);
    assertThat(runNext().batch().size()).isEqualTo(1);
  }

  @Test
  void whoSendsOneAtATimeIsNotWaitedFor() {
    RequestGroup group = group("client", cheap);
    now = 100 * MILLI;
    add(group, 0);
    now += 5 * MILLI;
    ends(runNext(), 0.010);
    now += 100 * MILLI;
    add(group, 1);
    assertThat(runNext().batch().size()).isEqualTo(1);
  }

  @Test
  void whoWaitedForABusyDeviceWaitsNoLongerWhileOthersDo() {
    RequestGroup first = group("first", cheap);
    RequestGroup second = group("second", cheap);
    RequestGroup third = group("third", cheap);
    add(first, Request.ALL_LANES);
    FairQueue.Choice.Run run = runNext();
    add(second, 0);
    add(third, 0);
    ends(run, 0.010);
    FairQueue.Choice.Run next = runNext();
    assertThat(next.batch().group()).isSameAs(second);
    ends(next, 0.010);
    assertThat(queue.next(now))
        .as("nobody else is there, so the third may wait for company")
        .isEqualTo(new FairQueue.Choice.Wait(now + 5 * MILLI));
  }

  @Test
  void waitsArePredicted() {
    ClientQueue client = new ClientQueue(new Owner("client"));
    RequestGroup own = group(client, cheap);
    assertThat(queue.predictedWait(client, 0.010)).isZero();
    add(own, 0);
    add(own, 0);
    add(own, 1);
    assertThat(queue.predictedWait(client, 0.010))
        .as("two runs, since two requests lie in one lane")
        .isEqualTo(0.020);
    RequestGroup other = group("other", dear);
    for (int i = 0; i < 100; i++) {
      add(other, Request.ALL_LANES);
    }
    assertThat(queue.predictedSeconds()).isEqualTo(8.020);
    assertThat(queue.predictedWait(client, 0.010))
        .as("the other gets no more than this client meanwhile")
        .isEqualTo(0.050);
  }
}
