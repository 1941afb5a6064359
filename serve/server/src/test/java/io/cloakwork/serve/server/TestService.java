package io.cloakwork.serve.server;

import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.artifact.ArtifactLimits;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.serve.host.HostSettings;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.RemoteSettings;
import io.cloakwork.serve.protocol.RetryPolicy;
import io.cloakwork.serve.store.CacheBudgets;
import io.cloakwork.serve.store.JobSettings;
import io.cloakwork.serve.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A service of the tiny network on a free port of the loopback.
final class TestService implements AutoCloseable {

  static final String MODEL = "tiny";

  private final TestLog log = new TestLog();
  private final InferenceServer server;

  private TestService(ServerSettings settings) throws IOException {
    this.server = InferenceServer.start(settings, log);
  }

  /// On the backend that services run on.
  static TestService onCpu(Path folder, CompiledNetwork network) throws IOException {
    return new TestService(
        settings(folder, network, AccessRules.local(), CallLimits.defaults(), "cpu"));
  }

  static TestService in(Path folder, CompiledNetwork network, AccessRules access, CallLimits limits)
      throws IOException {
    return new TestService(settings(folder, network, access, limits, "reference"));
  }

  /// With settings that differ from those of [#settings].
  static TestService of(ServerSettings settings) throws IOException {
    return new TestService(settings);
  }

  /// On a device that has so much memory, unlimited for 0.
  static TestService within(long deviceBytes, Path folder, CompiledNetwork network)
      throws IOException {
    ServerSettings base =
        settings(folder, network, AccessRules.local(), CallLimits.defaults(), "reference");
    return new TestService(
        with(base, new DeviceChoice("reference", 0, 1, deviceBytes, Map.of()), base.host()));
  }

  static ServerSettings with(ServerSettings base, DeviceChoice device, HostSettings host) {
    return new ServerSettings(
        base.listen(),
        base.access(),
        base.data(),
        base.models(),
        base.compile(),
        device,
        base.calls(),
        host,
        base.keyMemory(),
        base.keys(),
        base.jobs(),
        base.drainTimeout(),
        base.insecureForTesting());
  }

  static ServerSettings settings(
      Path folder, CompiledNetwork network, AccessRules access, CallLimits limits, String backend)
      throws IOException {
    Path program = folder.resolve("tiny.cloakwork");
    if (!Files.exists(program)) {
      NetworkFile.write(network, program);
    }
    return new ServerSettings(
        new ListenAddress("127.0.0.1", 0),
        access,
        folder.resolve("data"),
        List.of(new ModelSource(MODEL, program)),
        CompileOptions.defaults(),
        new DeviceChoice(backend, 0, 1, 0, Map.of()),
        limits,
        HostSettings.defaults(),
        new CacheBudgets(1L << 30, 1L << 30),
        StoreSettings.defaults(),
        JobSettings.defaults(),
        Duration.ofSeconds(20),
        true);
  }

  InferenceServer server() {
    return server;
  }

  TestLog log() {
    return log;
  }

  RemoteSettings address() {
    return RemoteSettings.of("127.0.0.1", server.port()).withRetry(RetryPolicy.never());
  }

  RemoteService connect() {
    return connect(address());
  }

  static RemoteService connect(RemoteSettings settings) {
    return RemoteService.connect(settings, ArtifactLimits.defaults().withInsecureParameters(true));
  }

  @Override
  public void close() {
    server.close();
  }
}
