package io.cloakwork.serve.server.ops;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Reads the service at most once a second, however many ask: what is read takes locks and looks at
/// disks.
public final class Sampler {

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Sample(ServiceSnapshot snapshot, long nanos) {}

  private final LongSupplier nanoTime;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Optional<ServiceView> view = Optional.empty();
  private volatile Optional<Sample> last = Optional.empty();

  /// @param nanoTime a clock such as [System#nanoTime]
  public Sampler(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void attach(ServiceView service) {
    view = Optional.of(service);
    latest();
  }

  /// What was read last, however long ago: for threads that must not wait for the service.
  public Optional<ServiceSnapshot> last() {
    return last.map(Sample::snapshot);
  }

  /// The service, at most a second ago, or longer ago where it cannot be read now (because it is
  /// being closed); empty before it runs.
  public Optional<ServiceSnapshot> latest() {
    Optional<ServiceView> service = view;
    if (service.isPresent() && isStale() && reading.tryLock()) {
      try {
        if (isStale()) {
          last = Optional.of(new Sample(ServiceSnapshot.of(service.get()), nanoTime.getAsLong()));
        }
      } catch (IOException | RuntimeException e) {
        // A service that ends cannot be read any more; what was read last stays.
        return last.map(Sample::snapshot);
      } finally {
        reading.unlock();
      }
    }
    return last.map(Sample::snapshot);
  }

  /// The model of that name, as it was read last.
  public Optional<ServiceSnapshot.Model> model(String name) {
    return last().stream()
        .flatMap(snapshot -> snapshot.models().stream())
        .filter(model -> model.name().equals(name))
        .findAny();
  }

  private boolean isStale() {
    return last.isEmpty() || nanoTime.getAsLong() - last.get().nanos() >= FRESH_NANOS;
  }
}
