package io.cloakwork.serve.server.ops;

import io.cloakwork.serve.host.HostStatus;
import io.cloakwork.serve.host.HostedModel;
import io.cloakwork.serve.host.ModelHost;
import io.cloakwork.serve.store.CacheBudgets;
import io.cloakwork.serve.store.CacheStatistics;
import io.cloakwork.serve.store.JobPhase;
import io.cloakwork.serve.store.JobStore;
import io.cloakwork.serve.store.KeyCache;
import io.cloakwork.serve.store.KeyStore;
import io.cloakwork.serve.store.StoreUsage;
import io.cloakwork.serve.store.StoredJob;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceProfile;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The parts of a running service.
///
/// @param accelerator the device that its host runs on
public record LiveService(
    Device accelerator,
    ModelHost modelHost,
    KeyStore keyStore,
    KeyCache keyCache,
    CacheBudgets keyBudgets,
    JobStore jobStore)
    implements ServiceView {

  @Override
  public List<HostedModel> models() {
    return modelHost.models();
  }

  @Override
  public HostStatus host() {
    return modelHost.status();
  }

  @Override
  public CacheStatistics keys() {
    return keyCache.statistics();
  }

  @Override
  public StoreUsage stored() throws IOException {
    return keyStore.usage();
  }

  /// Those that are not done: the store counts them without reading the done ones.
  @Override
  public Map<JobPhase, Integer> jobs() throws IOException {
    Map<JobPhase, Integer> counts = new EnumMap<>(JobPhase.class);
    counts.put(JobPhase.PENDING, 0);
    counts.put(JobPhase.RUNNING, 0);
    for (StoredJob job : jobStore.pending()) {
      counts.merge(job.phase(), 1, Integer::sum);
    }
    return counts;
  }

  @Override
  public DeviceProfile device() {
    return accelerator.profile();
  }

  @Override
  public long deviceBytes() {
    return accelerator.allocatedBytes();
  }
}
