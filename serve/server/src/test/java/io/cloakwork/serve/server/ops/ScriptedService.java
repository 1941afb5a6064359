package io.cloakwork.serve.server.ops;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.host.HostStatus;
import io.cloakwork.serve.host.HostedModel;
import io.cloakwork.serve.store.CacheBudgets;
import io.cloakwork.serve.store.CacheStatistics;
import io.cloakwork.serve.store.JobPhase;
import io.cloakwork.serve.store.StoreUsage;
import io.cloakwork.spi.device.DeviceProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A service whose numbers a test sets.
final class ScriptedService implements ServiceView {

  /// Hits, misses, loads, failures, RAM hits, evictions on the device and in memory, retries,
  /// waits, bytes read and uploaded, bytes in memory, on the device, in use, key sets: all
  /// different.
  static final CacheStatistics KEYS =
      new CacheStatistics(
          90, 10, 9, 1, 4, 3, 2, 0, 5, 700, 800, 300 << 20, 600 << 20, 100 << 20, 6);

  volatile HostStatus host = new HostStatus(7, 5, 8, 4096, Duration.ofMillis(2500), false);
  volatile CacheStatistics keys = KEYS;
  volatile String modelName = "m2";

  @Override
  public List<HostedModel> models() {
    return List.of(new ScriptedModel(modelName));
  }

  @Override
  public HostStatus host() {
    return host;
  }

  @Override
  public CacheStatistics keys() {
    return keys;
  }

  @Override
  public CacheBudgets keyBudgets() {
    return new CacheBudgets(1L << 30, 2L << 30);
  }

  @Override
  public StoreUsage stored() {
    return new StoreUsage(60, 1200, 5L << 30, 2, 48 << 20);
  }

  @Override
  public Map<JobPhase, Integer> jobs() {
    return Map.of(JobPhase.PENDING, 3, JobPhase.RUNNING, 1);
  }

  @Override
  public DeviceProfile device() {
    return new DeviceProfile("cpu", "A <b>test</b> processor", 2, 8L << 30, Map.of());
  }

  @Override
  public long deviceBytes() {
    return 3L << 30;
  }

  private record ScriptedModel(String name) implements HostedModel {
    @Override
    public CompiledNetwork network() {
      throw new UnsupportedOperationException("there is no network behind a scripted model");
    }

    @Override
    public CkksContext context() {
      throw new UnsupportedOperationException("there is no context behind a scripted model");
    }

    @Override
    public int lanes() {
      return 8;
    }

    @Override
    public Duration runTime() {
      return Duration.ofMillis(420);
    }

    @Override
    public long requestBytes() {
      return 6 << 20;
    }
  }
}
