package io.cloakwork.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GraphCacheTest {

  private static final RnsBasis BASIS = RnsBasis.of(Modulus.of(97));

  private final Device device = Backends.open("reference", DeviceOptions.defaults());
  private final DeviceBuffer out = device.allocate(new RnsShape(Domain.COEFF, 4, 1, 1, BASIS));
  private final AtomicInteger recorded = new AtomicInteger();

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void aGraphIsRecordedOnce() {
    try (GraphCache cache = new GraphCache(device)) {
      for (int round = 0; round < 3; round++) {
        run(cache, 5);
      }
      assertThat(recorded).hasValue(1);
      run(cache, 6);
      assertThat(recorded).hasValue(2);
      assertThat(cache.size()).isEqualTo(2);
    }
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() {
    try (GraphCache cache = new GraphCache(device, 2, Long.MAX_VALUE)) {
      run(cache, 1);
      run(cache, 2);
      run(cache, 1);
      run(cache, 3);
      assertThat(cache.size()).isEqualTo(2);
      run(cache, 1);
      assertThat(recorded).hasValue(3);
      run(cache, 2);
      assertThat(recorded).hasValue(4);
    }
  }

  @Test
  void temporariesAreBounded() {
    long bytes = 16 * Long.BYTES;
    try (GraphCache cache = new GraphCache(device, 100, 2 * bytes)) {
      for (int value = 0; value < 10; value++) {
        run(cache, value);
        assertThat(cache.temporaryBytes()).isLessThanOrEqualTo(2 * bytes);
      }
      assertThat(cache.size()).isBetween(1, 2);
    }
  }

  @Test
  void whatIsInUseIsNotClosed() {
    try (GraphCache cache = new GraphCache(device, 1, Long.MAX_VALUE)) {
      cache.run(
          "outer",
          () -> constant(7),
          bindings -> {
            // Both are in use now; neither may be closed for the other.
            run(cache, 8);
            bindings.bind("out", out);
          });
      assertThat(out.download()).containsOnly(7L);
    }
  }

  @Test
  void aFailedRunOrAClosedCacheLeavesNothing() {
    GraphCache cache = new GraphCache(device);
    assertThatThrownBy(() -> cache.run("unbound", () -> constant(1), _ -> {}))
        .isInstanceOf(IllegalStateException.class);
    run(cache, 1);
    cache.close();
    assertThat(cache.size()).isZero();
    assertThatThrownBy(() -> run(cache, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the context is closed");
    assertThat(device.allocatedBytes()).isEqualTo(out.shape().bytes());
  }

  @Test
  void threadsShareTheCache() throws InterruptedException {
    try (GraphCache cache = new GraphCache(device, 2, Long.MAX_VALUE)) {
      List<Throwable> failures = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int first = t;
        Thread thread = new Thread(() -> runMany(cache, first));
        thread.setUncaughtExceptionHandler((_, failure) -> {
          synchronized (failures) {
            failures.add(failure);
          }
        });
        threads.add(thread);
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
    }
  }

  private void runMany(GraphCache cache, int first) {
    try (DeviceBuffer mine = device.allocate(out.shape())) {
      for (int i = 0; i < 50; i++) {
        int value = (first + i) % 5;
        cache.run(value, () -> constant(value), bindings -> bindings.bind("out", mine));
        assertThat(mine.download()).containsOnly((long) value);
      }
    }
  }

  private void run(GraphCache cache, int value) {
    cache.run(value, () -> constant(value), bindings -> bindings.bind("out", out));
    assertThat(out.download()).containsOnly((long) value);
  }

  /// A graph whose output is the value, and which has a temporary.
  private CommandGraph constant(int value) {
    recorded.incrementAndGet();
    GraphBuilder graph = CommandGraph.builder(4, 1);
    RnsView<Domain.Coeff> filled =
        graph.fill(Domain.COEFF, BASIS, Scalars.ofResidues((97 - value) % 97));
    graph.negInto(filled, graph.output("out", Domain.COEFF, 1, BASIS));
    return graph.build();
  }
}
