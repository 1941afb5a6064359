package io.cloakwork.bench.serve;

import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.serve.host.HostSettings;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.RemoteSettings;
import io.cloakwork.serve.protocol.RetryPolicy;
import io.cloakwork.serve.server.AccessRules;
import io.cloakwork.serve.server.CallLimits;
import io.cloakwork.serve.server.DeviceChoice;
import io.cloakwork.serve.server.InferenceServer;
import io.cloakwork.serve.server.ListenAddress;
import io.cloakwork.serve.server.ModelSource;
import io.cloakwork.serve.server.ServerSettings;
import io.cloakwork.serve.store.CacheBudgets;
import io.cloakwork.serve.store.JobSettings;
import io.cloakwork.serve.store.StoreSettings;
import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A service in this process on a free port of the loopback, with a folder of its own and a token
/// for each client. Otherwise it is as `cloakwork serve` starts it.
final class BenchService implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int TOKEN_BYTES = 32;
  private static final int SPARE_KEY_SETS = 2;

  private final Path folder;
  private final ServiceEvents events = new ServiceEvents();
  private final List<String> tokens = new ArrayList<>();
  private final InferenceServer server;
  private final double startSeconds;

  /// Starts serving.
  ///
  /// @param networks by the names that clients call them
  /// @param clients whose keys are to fit on the device together
  BenchService(Map<String, CompiledNetwork> networks, DeviceChoice device, int clients)
      throws IOException {
    this.folder = Files.createTempDirectory("cloakwork-bench-");
    boolean started = false;
    try {
      List<ModelSource> models = new ArrayList<>();
      for (Map.Entry<String, CompiledNetwork> network : networks.entrySet()) {
        Path program = folder.resolve(network.getKey() + ".cloak");
        NetworkFile.write(network.getValue(), program);
        models.add(new ModelSource(network.getKey(), program));
      }
      long keyBytes = networks.values().stream().mapToLong(BenchService::keyBytes).sum();
      CacheBudgets budgets = budgets(keyBytes, clients + SPARE_KEY_SETS);
      long start = System.nanoTime();
      this.server =
          InferenceServer.start(settings(models, device, budgets, tokens(clients)), events);
      this.startSeconds = (System.nanoTime() - start) * 1e-9;
      started = true;
    } finally {
      if (!started) {
        deleteFolder();
      }
    }
  }

  /// What the keys of a client take on the device.
  private static long keyBytes(CompiledNetwork network) {
    return network.keys().levels().values().stream()
        .mapToLong(level -> KeySwitchKey.shape(network.parameters(), level).bytes())
        .sum();
  }

  private static CacheBudgets budgets(long keyBytes, int sets) {
    return new CacheBudgets(keyBytes * sets, Math.max(1, keyBytes * sets));
  }

  private Path tokens(int clients) throws IOException {
    SecureRandom random = new SecureRandom();
    StringBuilder lines = new StringBuilder();
    for (int client = 0; client < clients; client++) {
      byte[] bytes = new byte[TOKEN_BYTES];
      random.nextBytes(bytes);
      String token = HexFormat.of().formatHex(bytes);
      tokens.add(token);
      lines.append(
          "client-%d %s never%n"
              .formatted(client, Sha256.hex(token.getBytes(StandardCharsets.UTF_8))));
    }
    Path file = folder.resolve("tokens");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, lines);
    return file;
  }

  private ServerSettings settings(
      List<ModelSource> models, DeviceChoice device, CacheBudgets budgets, Path tokenFile) {
    return new ServerSettings(
        new ListenAddress(HOST, 0),
        new AccessRules(Optional.empty(), Optional.of(tokenFile), false),
        folder.resolve("data"),
        models,
        CompileOptions.defaults(),
        device,
        CallLimits.defaults(),
        HostSettings.defaults(),
        budgets,
        StoreSettings.defaults(),
        JobSettings.defaults(),
        Duration.ofSeconds(20),
        false);
  }

  /// A connection of its own for a client, counted from 0.
  RemoteService connect(int client, int inFlight) {
    return RemoteService.connect(
        RemoteSettings.of(HOST, server.port())
            .withToken(tokens.get(client))
            .withInFlight(inFlight)
            .withRetry(RetryPolicy.never()));
  }

  /// Key bytes that were read from files or put on the device since the service started.
  long keyBytesTouched() {
    return server.keyStatistics().keyBytesTouched();
  }

  ServiceEvents events() {
    return events;
  }

  /// From opening the device until requests were taken: kernels compiled by the virtual machine,
  /// and models loaded.
  double startSeconds() {
    return startSeconds;
  }

  @Override
  public void close() {
    server.close();
    deleteFolder();
  }

  /// What cannot be deleted stays in the system's folder for such files.
  private void deleteFolder() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      return;
    }
  }
}
