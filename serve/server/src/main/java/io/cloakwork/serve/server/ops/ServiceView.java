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

/// What can be read of a running service at any time, at most once a second and from one thread at
/// a time. [LiveService] reads the parts of a real one.
public interface ServiceView {

  List<HostedModel> models();

  HostStatus host();

  CacheStatistics keys();

  CacheBudgets keyBudgets();

  StoreUsage stored() throws IOException;

  /// Jobs in each phase; a phase that is not counted is missing.
  Map<JobPhase, Integer> jobs() throws IOException;

  DeviceProfile device();

  /// Bytes allocated on the device.
  long deviceBytes();
}
