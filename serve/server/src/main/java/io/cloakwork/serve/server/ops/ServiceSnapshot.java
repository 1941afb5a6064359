package io.cloakwork.serve.server.ops;

import io.cloakwork.serve.host.HostStatus;
import io.cloakwork.serve.host.HostedModel;
import io.cloakwork.serve.store.CacheBudgets;
import io.cloakwork.serve.store.CacheStatistics;
import io.cloakwork.serve.store.JobPhase;
import io.cloakwork.serve.store.StoreUsage;
import io.cloakwork.spi.device.DeviceProfile;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// A [ServiceView] at one moment.
public record ServiceSnapshot(
    List<Model> models,
    HostStatus host,
    CacheStatistics keys,
    CacheBudgets keyBudgets,
    StoreUsage stored,
    Map<JobPhase, Integer> jobs,
    DeviceProfile device,
    long deviceBytes) {

  public ServiceSnapshot {
    models = List.copyOf(models);
    jobs = Map.copyOf(jobs);
  }

  /// A model that is served.
  ///
  /// @param lanes requests of one client that can share a ciphertext
  /// @param runSeconds how long a run takes, predicted or measured
  /// @param requestBytes device memory that a request holds
  public record Model(String name, int lanes, double runSeconds, long requestBytes) {

    private static final double NANOS = 1e9;

    static Model of(HostedModel model) {
      return new Model(
          model.name(), model.lanes(), model.runTime().toNanos() / NANOS, model.requestBytes());
    }
  }

  static ServiceSnapshot of(ServiceView view) throws IOException {
    return new ServiceSnapshot(
        view.models().stream().map(Model::of).toList(),
        view.host(),
        view.keys(),
        view.keyBudgets(),
        view.stored(),
        view.jobs(),
        view.device(),
        view.deviceBytes());
  }
}
