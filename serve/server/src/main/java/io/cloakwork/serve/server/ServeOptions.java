package io.cloakwork.serve.server;

import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.Objective;
import io.cloakwork.serve.host.HostSettings;
import io.cloakwork.serve.server.ops.OperationsSettings;
import io.cloakwork.serve.server.ops.trace.TraceTarget;
import io.cloakwork.serve.store.CacheBudgets;
import io.cloakwork.serve.store.JobSettings;
import io.cloakwork.serve.store.StoreSettings;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options of `serve`.
final class ServeOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Options in a properties file (listen = …, model.NAME = FILE); those of the command line win.")
  @SuppressWarnings("UnusedVariable") // ConfigFile has replaced it; it is here for the help
  private Path config;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:7443",
      description = "Where to listen (default: ${DEFAULT-VALUE}).")
  private String listen;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of registered keys and jobs.")
  private Path data;

  @Option(
      names = "--model",
      paramLabel = "[NAME=]FILE",
      description = "A model, ONNX or what 'compile' wrote; may be given more than once.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--images-per-ciphertext",
      paramLabel = "N",
      defaultValue = "1",
      description = "Images that share a ciphertext, for ONNX models (default: ${DEFAULT-VALUE}).")
  private int imagesPerCiphertext;

  @Option(
      names = "--objective",
      paramLabel = "latency|throughput",
      defaultValue = "latency",
      description = "What ONNX models are compiled for (default: ${DEFAULT-VALUE}).")
  private String objective;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The service's certificates, PEM.")
  private Path tlsCertificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, PEM.")
  private Path tlsKey;

  @Option(
      names = "--client-ca",
      paramLabel = "FILE",
      description = "Who signs clients' certificates, PEM: clients must have one (mutual TLS).")
  private Path clientAuthorities;

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description = "The clients' tokens; 'serve token' makes them.")
  private Path tokens;

  @Option(
      names = "--plaintext",
      description = "Take tokens without TLS, because something in front of this service ends it.")
  private boolean plaintext;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "The backend (default: cpu).")
  private String backend;

  @Option(
      names = "--device",
      paramLabel = "N|NAME",
      defaultValue = "0",
      description = "Which of its devices, by index or by name (default: 0).")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "0",
      description = "Worker threads (default: all cores).")
  private int threads;

  @Option(
      names = "--property",
      paramLabel = "K=V",
      description = "What only this backend knows, for instance exact=cpu for sim; repeatable.")
  private Map<String, String> properties = Map.of();

  @Option(
      names = "--max-delay-ms",
      paramLabel = "MS",
      description = "How long a request may wait for others to share its run.")
  private Integer maxDelayMillis;

  @Option(
      names = "--queue",
      paramLabel = "N",
      description = "Requests of all clients that may wait.")
  private Integer queue;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Calls and requests a second of one client (default: any number).")
  private double rate;

  @Option(
      names = "--key-ram",
      paramLabel = "BYTES",
      defaultValue = "4G",
      converter = ByteSize.class,
      description = "Memory for clients' keys (default: ${DEFAULT-VALUE}).")
  private long keyRam;

  @Option(
      names = "--key-device",
      paramLabel = "BYTES",
      defaultValue = "4G",
      converter = ByteSize.class,
      description = "Device memory for clients' keys (default: ${DEFAULT-VALUE}).")
  private long keyDevice;

  @Option(
      names = "--key-disk",
      paramLabel = "BYTES",
      converter = ByteSize.class,
      description = "Disk for clients' keys (default: 256G).")
  private Long keyDisk;

  @Option(
      names = "--status",
      paramLabel = "HOST:PORT|off",
      defaultValue = OperationsSettings.DEFAULT_STATUS,
      description =
          "Where metrics, health and the status page are, for operators only (default: ${DEFAULT-VALUE}).")
  private String status;

  @Option(
      names = "--traces",
      paramLabel = "URL|FILE",
      description = "Where spans go: http://HOST:4318/v1/traces of a collector, or a file.")
  private String traces;

  @Option(
      names = "--trace-ratio",
      paramLabel = "PART",
      defaultValue = "1",
      description =
          "Which part of the requests is traced whose caller does not say (default: all).")
  private double traceRatio;

  @Option(
      names = "--drain-timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "How long requests may take to end when the service is stopped (default: ${DEFAULT-VALUE}).")
  private int drainSeconds;

  /// @throws IllegalArgumentException naming what is out of range or does not fit together
  ServerSettings settings() {
    if (data == null || models.isEmpty()) {
      throw new IllegalArgumentException("--data DIR and at least one --model FILE are needed");
    }
    return new ServerSettings(
        ListenAddress.parse(listen),
        access(),
        data,
        models.stream().map(ModelSource::parse).toList(),
        compile(),
        DeviceChoice.named(backend, device, threads, properties),
        CallLimits.defaults().withRate(rate, Math.max(1, (int) Math.ceil(Math.min(rate, 1e6)))),
        host(),
        new CacheBudgets(keyRam, keyDevice),
        keys(),
        JobSettings.defaults(),
        Duration.ofSeconds(drainSeconds),
        false);
  }

  /// @throws IllegalArgumentException naming what is out of range
  /// @throws UnknownHostException if the status page's host is unknown
  OperationsSettings operations() throws UnknownHostException {
    Optional<InetSocketAddress> page =
        status.equals("off")
            ? Optional.empty()
            : Optional.of(ListenAddress.parse(status).resolve());
    return new OperationsSettings(
        page, Optional.ofNullable(traces).map(TraceTarget::parse), traceRatio, version());
  }

  private static String version() {
    String version = ServeOptions.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private AccessRules access() {
    if ((tlsCertificate == null) != (tlsKey == null)) {
      throw new IllegalArgumentException("--tls-cert and --tls-key belong together");
    }
    if (clientAuthorities != null && tlsKey == null) {
      throw new IllegalArgumentException("--client-ca needs --tls-cert and --tls-key");
    }
    Optional<TlsFiles> tls =
        Optional.ofNullable(tlsKey)
            .map(key -> new TlsFiles(tlsCertificate, key, Optional.ofNullable(clientAuthorities)));
    return new AccessRules(tls, Optional.ofNullable(tokens), plaintext);
  }

  private CompileOptions compile() {
    CompileOptions options = CompileOptions.defaults().withImagesPerCiphertext(imagesPerCiphertext);
    return switch (objective) {
      case "latency" -> options.withObjective(Objective.LATENCY);
      case "throughput" -> options.withObjective(Objective.THROUGHPUT);
      default ->
          throw new IllegalArgumentException(
              "--objective is '%s', not latency or throughput".formatted(objective));
    };
  }

  private HostSettings host() {
    HostSettings host = HostSettings.defaults();
    if (maxDelayMillis != null) {
      host = host.withMaxDelay(Duration.ofMillis(maxDelayMillis));
    }
    return queue == null ? host : host.withQueueCapacity(queue);
  }

  private StoreSettings keys() {
    StoreSettings keys = StoreSettings.defaults();
    return keyDisk == null ? keys : keys.withQuotas(Math.min(keys.ownerBytes(), keyDisk), keyDisk);
  }
}
