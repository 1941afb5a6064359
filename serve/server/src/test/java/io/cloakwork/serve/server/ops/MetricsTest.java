package io.cloakwork.serve.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.serve.host.HostListener;
import io.cloakwork.serve.host.RefusedException;
import io.cloakwork.serve.host.RequestInfo;
import io.cloakwork.serve.host.RunFailedException;
import io.cloakwork.serve.store.CacheTier;
import io.cloakwork.serve.store.ContentHash;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every number after events that are known.
class MetricsTest {

  private static final String M2 = "model=\"m2\"";
  private static final ContentHash KEYS = new ContentHash("ab".repeat(32));

  private final ScriptedService service = new ScriptedService();
  private Operations operations;
  private HostListener host;

  @BeforeEach
  void start() throws IOException {
    operations = Operations.start(OperationsSettings.none());
    operations.attach(service);
    host = operations.hostListener();
  }

  @AfterEach
  void close() {
    operations.close();
  }

  @Test
  void requestsByOutcome() {
    Requests.serve(host, "a", 30);
    Requests.serve(host, "b", 300);
    host.refused(Requests.request("c"), refusal(RefusedException.Reason.QUEUE_FULL));
    host.refused(Requests.request("d"), refusal(RefusedException.Reason.QUOTA));
    host.refused(Requests.request("e"), refusal(RefusedException.Reason.QUOTA));
    host.failed(Requests.request("f"), failure(RunFailedException.Kind.OUT_OF_MEMORY));
    host.cancelled(Requests.request("g"));

    Scrape scrape = Scrape.of(operations);
    String requests = "cloakwork_requests_total";
    assertThat(scrape.value(requests, M2, "outcome=\"finished\"")).isEqualTo(2);
    assertThat(scrape.value(requests, M2, "outcome=\"refused\"")).isEqualTo(3);
    assertThat(scrape.value(requests, M2, "outcome=\"failed\"")).isEqualTo(1);
    assertThat(scrape.value(requests, M2, "outcome=\"cancelled\"")).isEqualTo(1);
    assertThat(scrape.value("cloakwork_refusals_total", "reason=\"queue_full\"")).isEqualTo(1);
    assertThat(scrape.value("cloakwork_refusals_total", "reason=\"quota\"")).isEqualTo(2);
    assertThat(scrape.value("cloakwork_refusals_total", "reason=\"deadline\"")).isZero();
    assertThat(scrape.value("cloakwork_failures_total", "kind=\"out_of_memory\"")).isEqualTo(1);
    assertThat(scrape.value("cloakwork_failures_total", "kind=\"device_lost\"")).isZero();
    assertThat(scrape.value("cloakwork_clients_active")).isEqualTo(1);
  }

  @Test
  void stagesFallIntoTheirBuckets() {
    Requests.serve(host, "a", 30);
    Requests.serve(host, "b", 300);

    Scrape scrape = Scrape.of(operations);
    String bucket = "cloakwork_stage_seconds_bucket";
    String execute = "stage=\"execute\"";
    assertThat(scrape.value(bucket, M2, execute, "le=\"0.025\"")).isZero();
    assertThat(scrape.value(bucket, M2, execute, "le=\"0.05\"")).isEqualTo(1);
    assertThat(scrape.value(bucket, M2, execute, "le=\"0.5\"")).isEqualTo(2);
    assertThat(scrape.value(bucket, M2, execute, "le=\"+Inf\"")).isEqualTo(2);
    assertThat(scrape.value("cloakwork_stage_seconds_sum", M2, execute))
        .isCloseTo(0.33, within(1e-9));
    assertThat(scrape.value(bucket, M2, "stage=\"queue\"", "le=\"0.0025\"")).isEqualTo(2);
    assertThat(scrape.value("cloakwork_stage_seconds_count", M2, "stage=\"total\"")).isZero();
  }

  @Test
  void trailsAddWhatTheHostDoesNotSee() {
    RequestTrail trail = operations.begin("r1", "m2", "");
    trail.arrived();
    trail.decoded();
    trail.ran(Requests.timing(1, 0, 1, 1));
    trail.encoded();
    trail.end(Outcome.FINISHED);
    trail.end(Outcome.FAILED);
    operations.begin("r2", "m2", "").end(Outcome.REFUSED);
    RequestTrail foreign = operations.begin("r3", "a name that a client made up", "");
    foreign.arrived();
    foreign.decoded();
    foreign.ran(Requests.timing(1, 0, 1, 1));
    foreign.encoded();
    foreign.end(Outcome.FINISHED);

    Scrape scrape = Scrape.of(operations);
    for (String stage : List.of("receive", "decode", "encode", "send", "total")) {
      String label = "stage=\"" + stage + "\"";
      assertThat(scrape.value("cloakwork_stage_seconds_count", M2, label)).isEqualTo(1);
    }
    assertThat(String.join("\n", scrape.lines())).doesNotContain("made up");
  }

  @Test
  void runsAndTheirLanes() {
    RequestInfo whole = Requests.wholeRequest("w");
    RequestInfo[] shared = {Requests.request("a"), Requests.request("b"), Requests.request("c")};
    host.runStarted(Requests.run(shared));
    host.runFinished(Requests.run(shared), 0, List.of(1L, 2L), 3);
    host.runStarted(Requests.run(whole));
    host.runFailed(Requests.run(whole), new IllegalStateException());

    Scrape scrape = Scrape.of(operations);
    assertThat(scrape.value("cloakwork_lanes_used_total", M2)).isEqualTo(3 + 8);
    assertThat(scrape.value("cloakwork_lanes_offered_total", M2)).isEqualTo(16);
    assertThat(scrape.value("cloakwork_run_requests_sum", M2)).isEqualTo(4);
    assertThat(scrape.value("cloakwork_run_requests_bucket", M2, "le=\"2.0\"")).isEqualTo(1);
    assertThat(scrape.value("cloakwork_run_requests_bucket", M2, "le=\"4.0\"")).isEqualTo(2);
    assertThat(scrape.value("cloakwork_runs_total", M2, "outcome=\"finished\"")).isEqualTo(1);
    assertThat(scrape.value("cloakwork_runs_total", M2, "outcome=\"failed\"")).isEqualTo(1);
  }

  @Test
  void queueMemoryAndJobs() {
    Scrape scrape = Scrape.of(operations);
    assertThat(scrape.value("cloakwork_sessions")).isEqualTo(7);
    assertThat(scrape.value("cloakwork_queue_requests")).isEqualTo(5);
    assertThat(scrape.value("cloakwork_running_requests")).isEqualTo(8);
    assertThat(scrape.value("cloakwork_queue_predicted_seconds")).isCloseTo(2.5, within(1e-9));
    assertThat(scrape.value("cloakwork_held_bytes")).isEqualTo(4096);
    assertThat(scrape.value("cloakwork_device_allocated_bytes")).isEqualTo(3L << 30);
    assertThat(scrape.value("cloakwork_device_limit_bytes")).isEqualTo(8L << 30);
    assertThat(scrape.value("cloakwork_jobs", "phase=\"pending\"")).isEqualTo(3);
    assertThat(scrape.value("cloakwork_jobs", "phase=\"running\"")).isEqualTo(1);
    assertThat(scrape.value("cloakwork_uploads")).isEqualTo(2);
    assertThat(scrape.value("cloakwork_uploads_reserved_bytes")).isEqualTo(48 << 20);
    assertThat(scrape.value("cloakwork_state", "state=\"ready\"")).isEqualTo(1);
    assertThat(scrape.value("cloakwork_state", "state=\"draining\"")).isZero();
    assertThat(scrape.value("jvm_threads_live_threads")).isPositive();
  }

  @Test
  void keysByTier() {
    operations.keyCacheListener().evicted(KEYS, CacheTier.DEVICE, 111);
    operations.keyCacheListener().evicted(KEYS, CacheTier.RAM, 222);
    operations.keyCacheListener().loaded(KEYS, 1, Duration.ofMillis(700).toNanos());
    operations.keyCacheListener().waited(KEYS, Duration.ofMillis(3).toNanos());
    operations.keyBytesReceived(1000);
    operations.keyBytesReceived(24);

    Scrape scrape = Scrape.of(operations);
    assertThat(scrape.value("cloakwork_key_acquisitions_total", "result=\"hit\"")).isEqualTo(90);
    assertThat(scrape.value("cloakwork_key_acquisitions_total", "result=\"miss\"")).isEqualTo(10);
    assertThat(scrape.value("cloakwork_key_loads_total", "source=\"ram\"")).isEqualTo(4);
    assertThat(scrape.value("cloakwork_key_loads_total", "source=\"disk\"")).isEqualTo(5);
    assertThat(scrape.value("cloakwork_key_load_failures_total")).isEqualTo(1);
    assertThat(scrape.value("cloakwork_key_evictions_total", "tier=\"device\"")).isEqualTo(3);
    assertThat(scrape.value("cloakwork_key_evictions_total", "tier=\"ram\"")).isEqualTo(2);
    assertThat(scrape.value("cloakwork_key_evicted_bytes_total", "tier=\"device\"")).isEqualTo(111);
    assertThat(scrape.value("cloakwork_key_evicted_bytes_total", "tier=\"ram\"")).isEqualTo(222);
    assertThat(scrape.value("cloakwork_key_disk_read_bytes_total")).isEqualTo(700);
    assertThat(scrape.value("cloakwork_key_device_upload_bytes_total")).isEqualTo(800);
    assertThat(scrape.value("cloakwork_key_cache_bytes", "tier=\"device\"")).isEqualTo(600 << 20);
    assertThat(scrape.value("cloakwork_key_budget_bytes", "tier=\"ram\"")).isEqualTo(1L << 30);
    assertThat(scrape.value("cloakwork_key_load_seconds_bucket", "le=\"0.5\"")).isZero();
    assertThat(scrape.value("cloakwork_key_load_seconds_bucket", "le=\"1.0\"")).isEqualTo(1);
    assertThat(scrape.value("cloakwork_key_wait_seconds_count")).isEqualTo(1);
    assertThat(scrape.value("cloakwork_upload_received_bytes_total")).isEqualTo(1024);
  }

  @Test
  void othersMayListenAndFail() {
    List<String> heard = new ArrayList<>();
    HostListener both =
        operations.hostListener(
            new HostListener() {
              @Override
              public void cancelled(RequestInfo request) {
                heard.add(request.id());
                throw new IllegalStateException("a listener that fails");
              }
            });
    assertThatThrownBy(() -> both.cancelled(Requests.request("a")))
        .hasMessage("a listener that fails");
    assertThat(heard).containsExactly("a");
    assertThat(Scrape.of(operations).value("cloakwork_requests_total", "outcome=\"cancelled\""))
        .isEqualTo(1);
  }

  @Test
  void callsEndOnce() {
    ScriptedCall call = new ScriptedCall();
    ServerCall.Listener<String> listener =
        operations
            .callInterceptor()
            .interceptCall(
                call,
                new Metadata(),
                (counted, _) -> {
                  counted.close(Status.RESOURCE_EXHAUSTED, new Metadata());
                  return new ServerCall.Listener<>() {};
                });
    listener.onCancel();
    operations
        .callInterceptor()
        .interceptCall(call, new Metadata(), (_, _) -> new ServerCall.Listener<>() {});

    Scrape scrape = Scrape.of(operations);
    assertThat(
            scrape.value(
                "cloakwork_calls_total", "method=\"Infer\"", "code=\"RESOURCE_EXHAUSTED\""))
        .isEqualTo(1);
    assertThat(scrape.lines()).noneMatch(line -> line.contains("CANCELLED"));
    assertThat(scrape.value("cloakwork_calls_open")).isEqualTo(1);
  }

  /// Labels are a closed list, so that nobody adds one that names a client or a request.
  @Test
  void labelsAreFewAndNameNobody() {
    Requests.serve(host, "some-request-id", 10);
    List<String> cloakwork =
        Scrape.of(operations).lines().stream()
            .filter(line -> line.startsWith("cloakwork_"))
            .toList();
    assertThat(cloakwork).hasSizeGreaterThan(100);
    Pattern label = Pattern.compile("[{,]([a-z_]+)=");
    assertThat(
            cloakwork.stream()
                .flatMap(line -> label.matcher(line).results().map(match -> match.group(1)))
                .distinct())
        .containsOnly(
            "model", "outcome", "stage", "le", "reason", "kind", "phase", "tier", "result",
            "source", "state", "version");
    assertThat(String.join("\n", cloakwork))
        .doesNotContain(Requests.SECRET_NAME)
        .doesNotContain("some-request-id");
  }

  /// Alerts and documentation speak of metrics that there are.
  @ParameterizedTest
  @ValueSource(strings = {"deploy/prometheus/alerts.yaml", "docs/operations.md"})
  void namedMetricsExist(String file) throws IOException {
    Requests.serve(host, "a", 10);
    ScriptedCall call = new ScriptedCall();
    operations
        .callInterceptor()
        .interceptCall(
            call,
            new Metadata(),
            (counted, _) -> {
              counted.close(Status.OK, new Metadata());
              return new ServerCall.Listener<>() {};
            });
    String scraped = String.join("\n", Scrape.of(operations).lines());
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve(file))) {
      folder = folder.getParent();
    }
    String text = Files.readString(folder.resolve(file));
    List<String> names =
        Pattern.compile("cloakwork_[a-z_]+[a-z]")
            .matcher(text)
            .results()
            .map(match -> match.group())
            .filter(name -> !name.startsWith("cloakwork_spans_"))
            .distinct()
            .toList();
    assertThat(names).hasSizeGreaterThan(6);
    assertThat(names)
        .allSatisfy(name -> assertThat(scraped).containsPattern("(?m)^" + name + "(_bucket)?[ {]"));
  }

  private static RefusedException refusal(RefusedException.Reason reason) {
    return new RefusedException(reason, "no", Duration.ZERO);
  }

  private static RunFailedException failure(RunFailedException.Kind kind) {
    return new RunFailedException(kind, "no", new IllegalStateException());
  }

  private static final class ScriptedCall extends ServerCall<String, String> {
    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(String message) {}

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<String, String> getMethodDescriptor() {
      return MethodDescriptor.<String, String>newBuilder(new Text(), new Text())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("cloakwork.v1.InferenceService/Infer")
          .build();
    }
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      throw new UnsupportedOperationException("nothing travels in this test");
    }

    @Override
    public String parse(InputStream stream) {
      throw new UnsupportedOperationException("nothing travels in this test");
    }
  }
}
