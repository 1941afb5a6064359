package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.protocol.ByteSource;
import io.cloakwork.serve.protocol.InferCall;
import io.cloakwork.serve.protocol.LaneChoice;
import io.cloakwork.serve.protocol.RemoteManifest;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.RemoteSettings;
import io.cloakwork.serve.protocol.UploadListener;
import io.cloakwork.serve.server.ops.OperationsSettings;
import io.cloakwork.serve.server.ops.trace.TraceTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real service as its operators see it, while a client registers keys and sends requests.
class WatchedServiceTest {

  private static final int REQUESTS = 5;

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void numbersFollowARealClient() throws Exception {
    CompiledNetwork network = TinyNetwork.compile();
    Path spans = folder.resolve("spans.jsonl");
    ServerSettings settings =
        TestService.settings(folder, network, AccessRules.local(), CallLimits.defaults(), "cpu");
    OperationsSettings watched =
        OperationsSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withTraces(new TraceTarget.JsonFile(spans), 1);
    try (InferenceServer server = InferenceServer.start(settings, watched, new TestLog());
        KeyOwner owner = new KeyOwner(network, TestService.MODEL);
        RemoteService remote = TestService.connect(RemoteSettings.of("127.0.0.1", server.port()))) {
      InetSocketAddress page = server.operations().address().orElseThrow();
      assertThat(get(page, "/readyz").statusCode()).isEqualTo(200);

      remote.register(owner.keys(), Duration.ZERO, UploadListener.NONE);
      infer(remote, owner);
      Map<String, Double> warm = settledMetrics(page);
      assertThat(warm.get("cloakwork_upload_received_bytes_total")).isPositive();
      assertThat(warm.get("cloakwork_key_device_upload_bytes_total")).isPositive();
      assertThat(warm.get("cloakwork_key_sets_stored")).isEqualTo(1);

      for (int i = 0; i < REQUESTS; i++) {
        infer(remote, owner);
      }
      assertSteady(warm, settledMetrics(page));
      JsonNode status = new ObjectMapper().readTree(get(page, "/api/status").body());
      assertThat(status.at("/models/0/name").asText()).isEqualTo(TestService.MODEL);
      assertThat(status.at("/stages").size()).isEqualTo(8);

      assertThat(server.drain(Duration.ofSeconds(20))).isTrue();
    }
    String text = Files.readString(spans);
    assertThat(text.split("InferenceService/Infer", -1)).hasSize(REQUESTS + 2);
    assertThat(text).doesNotContain("local");
  }

  /// The requests are there, and no key byte has moved for them.
  private static void assertSteady(Map<String, Double> before, Map<String, Double> after) {
    String finished = "cloakwork_requests_total{model=\"tiny\",outcome=\"finished\"}";
    assertThat(after.get(finished) - before.get(finished)).isEqualTo(REQUESTS);
    for (String stage : new String[] {"receive", "decode", "execute", "encode", "send", "total"}) {
      String count = "cloakwork_stage_seconds_count{model=\"tiny\",stage=\"%s\"}".formatted(stage);
      assertThat(after.get(count)).as(count).isEqualTo(REQUESTS + 1);
    }
    for (String still :
        new String[] {
          "cloakwork_key_disk_read_bytes_total",
          "cloakwork_key_device_upload_bytes_total",
          "cloakwork_upload_received_bytes_total"
        }) {
      assertThat(after.get(still)).as(still).isEqualTo(before.get(still));
    }
    assertThat(after.get("cloakwork_device_allocated_bytes")).isPositive();
    assertThat(after.get("cloakwork_state{state=\"ready\"}")).isEqualTo(1);
  }

  private static void infer(RemoteService remote, KeyOwner owner) throws Exception {
    RemoteManifest manifest = remote.manifest(TestService.MODEL);
    byte[] input = owner.encrypt(new double[TinyNetwork.INPUTS]);
    remote
        .infer(InferCall.of(manifest, owner.keys().id(), ByteSource.of(input), LaneChoice.all()))
        .get();
  }

  /// What is read of the service is up to a second old.
  private Map<String, Double> settledMetrics(InetSocketAddress page) throws Exception {
    Thread.sleep(1200);
    Map<String, Double> values = new TreeMap<>();
    for (String line : get(page, "/metrics").body().lines().toList()) {
      if (!line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        values.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
      }
    }
    return values;
  }

  private HttpResponse<String> get(InetSocketAddress page, String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:%d%s".formatted(page.getPort(), path));
    return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
