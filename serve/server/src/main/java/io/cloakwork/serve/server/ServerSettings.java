package io.cloakwork.serve.server;

import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.serve.host.HostSettings;
import io.cloakwork.serve.store.CacheBudgets;
import io.cloakwork.serve.store.JobSettings;
import io.cloakwork.serve.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Everything that a service is started with. Immutable; nothing else configures it.
///
/// @param data the folder of keys and jobs; one service at a time
/// @param compile how models that are ONNX are compiled
/// @param drainTimeout how long requests that were accepted may take when the service is stopped
/// @param insecureForTesting whether programs with parameters that protect nothing are served
public record ServerSettings(
    ListenAddress listen,
    AccessRules access,
    Path data,
    List<ModelSource> models,
    CompileOptions compile,
    DeviceChoice device,
    CallLimits calls,
    HostSettings host,
    CacheBudgets keyMemory,
    StoreSettings keys,
    JobSettings jobs,
    Duration drainTimeout,
    boolean insecureForTesting) {

  /// @throws IllegalArgumentException if there is no model, or two have the same name
  public ServerSettings {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("there is no model to serve");
    }
    Set<String> names = new HashSet<>();
    for (ModelSource model : models) {
      if (!names.add(model.name())) {
        throw new IllegalArgumentException("two models are named '%s'".formatted(model.name()));
      }
    }
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException("a drain timeout of %s".formatted(drainTimeout));
    }
  }

  /// The settings by name, in reading order. Paths are named, what is in the files is not.
  public Map<String, Object> describe() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("listen", listen.toString());
    all.put("tls", access.tls().map(tls -> tls.certificate().toString()).orElse("none"));
    all.put("clientCertificates", access.mutualTls());
    all.put("tokens", access.tokens().map(Path::toString).orElse("none"));
    all.put("data", data.toString());
    all.put("models", models.stream().map(ModelSource::toString).toList());
    all.put("backend", device.backend());
    all.put("device", device.index());
    all.put("threads", device.threads());
    all.put("deviceProperties", deviceProperties());
    all.put("deviceMemoryLimit", device.memoryLimitBytes());
    all.put("chunkBytes", calls.chunkBytes());
    all.put("callsPerConnection", calls.callsPerConnection());
    all.put("openRequests", calls.openRequests());
    all.put("receivingBytes", calls.receivingBytes());
    all.put("spoolBytes", calls.spoolBytes());
    all.put("callsPerSecond", calls.callsPerSecond());
    all.put("callBurst", calls.callBurst());
    all.put("stallTimeout", calls.stallTimeout().toString());
    all.putAll(host.describe());
    all.put("keyRamBytes", keyMemory.ramBytes());
    all.put("keyDeviceBytes", keyMemory.deviceBytes());
    all.put("keyDiskBytes", keys.totalBytes());
    all.put("keyDiskBytesPerClient", keys.ownerBytes());
    all.put("keyLifetime", keys.maxTtl().toString());
    all.put("jobDiskBytes", jobs.totalBytes());
    all.put("resultLifetime", jobs.resultLifetime().toString());
    all.put("drainTimeout", drainTimeout.toString());
    return all;
  }

  private List<String> deviceProperties() {
    return device.properties().entrySet().stream()
        .map(property -> property.getKey() + "=" + property.getValue())
        .sorted()
        .toList();
  }
}
