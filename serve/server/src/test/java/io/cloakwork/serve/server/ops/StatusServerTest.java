package io.cloakwork.serve.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.serve.host.HostStatus;
import io.cloakwork.serve.host.RunFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the status address answers, also to those who mean no good.
class StatusServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ScriptedService service = new ScriptedService();
  private final HttpClient client = HttpClient.newHttpClient();
  private Operations operations;
  private InetSocketAddress address;

  @BeforeEach
  void start() throws IOException {
    operations =
        Operations.start(
            OperationsSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withVersion("1.2.3-test"));
    address = operations.address().orElseThrow();
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    operations.close();
  }

  @Test
  void readinessFollowsTheService() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).isEqualTo("models are being loaded\n");
    assertThat(get("/api/status").statusCode()).isEqualTo(200);
    operations.attach(service);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    operations.drain();
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).isEqualTo("draining\n");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void aHostThatDrainsIsNotReady() throws Exception {
    service.host = new HostStatus(0, 0, 0, 0, Duration.ZERO, true);
    operations.attach(service);
    assertThat(get("/readyz").body()).isEqualTo("draining\n");
  }

  @Test
  void aLostDeviceIsNotHealthy() throws Exception {
    operations.attach(service);
    IllegalStateException cause = new IllegalStateException();
    operations
        .hostListener()
        .failed(
            Requests.request("a"),
            new RunFailedException(RunFailedException.Kind.OUT_OF_MEMORY, "full", cause));
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    operations
        .hostListener()
        .failed(
            Requests.request("b"),
            new RunFailedException(RunFailedException.Kind.DEVICE_LOST, "gone", cause));
    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void theStatusIsWhatHappened() throws Exception {
    operations.attach(service);
    Requests.serve(operations.hostListener(), "request-id-7", 30);
    HttpResponse<String> response = get("/api/status");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode status = new ObjectMapper().readTree(response.body());
    assertThat(status.at("/service/state").asText()).isEqualTo("ready");
    assertThat(status.at("/service/version").asText()).isEqualTo("1.2.3-test");
    assertThat(status.at("/models/0/name").asText()).isEqualTo("m2");
    assertThat(status.at("/models/0/lanes").asInt()).isEqualTo(8);
    assertThat(status.at("/load/queued").asInt()).isEqualTo(5);
    assertThat(status.at("/load/activeClients").asInt()).isEqualTo(1);
    assertThat(status.at("/load/jobs/pending").asInt()).isEqualTo(3);
    assertThat(status.at("/keys/device/budget").asLong()).isEqualTo(2L << 30);
    assertThat(status.at("/keys/ram/evictions").asInt()).isEqualTo(2);
    assertThat(status.at("/device/allocatedBytes").asLong()).isEqualTo(3L << 30);
    assertThat(status.at("/stages").size()).isEqualTo(3);
    long finished = 0;
    for (JsonNode step : status.at("/history/steps")) {
      finished += step.path("finished").asLong();
    }
    assertThat(finished).isEqualTo(1);
    assertThat(response.body()).doesNotContain(Requests.SECRET_NAME).doesNotContain("request-id-7");
  }

  @Test
  void metricsComeInBothTextForms() throws Exception {
    operations.attach(service);
    HttpResponse<String> plain = get("/metrics");
    assertThat(plain.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(plain.body()).contains("cloakwork_sessions 7.0").contains("jvm_memory_used_bytes");
    HttpRequest open =
        request("/metrics").header("Accept", "application/openmetrics-text;version=1.0.0").build();
    HttpResponse<String> response = client.send(open, HttpResponse.BodyHandlers.ofString());
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(response.body().strip()).endsWith("# EOF");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/status.css", "/status.js", "/chart.js", "/icon.svg", "/metrics", "/none"})
  void everyAnswerIsGuarded(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(path.equals("/none") ? 404 : 200);
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    HttpResponse<String> head =
        client.send(
            request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(head.statusCode()).isEqualTo(response.statusCode());
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Type"))
        .isEqualTo(response.headers().firstValue("Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"})
  void otherMethodsAreRefused(String method) throws Exception {
    String answer = raw("%s / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", method);
    assertThat(answer).startsWith("HTTP/1.1 405").containsIgnoringCase("Allow: GET, HEAD");
  }

  @Test
  void pathsLeadNowhereElse() throws Exception {
    for (String path :
        List.of(
            "/../module-info.class",
            "/%2e%2e/StatusServer.class",
            "//status.js",
            "/status.js/",
            "/index.html/../..",
            "/api/status/x",
            "/status.js%00.css")) {
      String answer = raw("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
      assertThat(answer).as(path).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void strangeRequestsAreRefusedAndTheServerGoesOn() throws Exception {
    String host = "Host: localhost\r\nConnection: close\r\n\r\n";
    assertThat(raw("GET /%s HTTP/1.1\r\n" + host, "x".repeat(2_000))).startsWith("HTTP/1.1 414");
    assertRefused(raw("GET /%s HTTP/1.1\r\n" + host, "x".repeat(1_000_000)));
    assertRefused(raw("GET / HTTP/1.1\r\nX: %s\r\n" + host, "y".repeat(1_000_000)));
    assertRefused(raw("GET / HTTP/1.1\r\n%s" + host, "X: y\r\n".repeat(10_000)));
    assertRefused(raw("\u0000\u0001\u0002 %s\r\n\r\n", "rubbish"));
    assertRefused(raw("GET /%%zz HTTP/1.1\r\n%s", host));
    assertThat(raw("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", "evil.example"))
        .startsWith("HTTP/1.1 421");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  /// As many connections as may be open, less one, send nothing or stop in the middle: others are
  /// answered at once.
  @Test
  void slowClientsKeepNobodyWaiting() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        slow.add(socket);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      }
      long begin = System.nanoTime();
      assertThat(get("/healthz").statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /// Far more connections than may be open: threads and connections stay bounded, and when the slow
  /// ones have been thrown out everything is as before.
  @Test
  void manyConnectionsAreBoundedAndPass() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        sockets.add(socket);
        try {
          socket.getOutputStream().write("GET /".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
          // This one was one too many and is closed already.
        }
      }
      long statusThreads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("cloakwork-status-"))
              .count();
      assertThat(statusThreads).isBetween(1L, 64L);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!answers()) {
        assertThat(System.nanoTime()).as("the slow clients are thrown out").isLessThan(deadline);
        Thread.sleep(200);
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void anAddressInUseIsNamed() {
    assertThatThrownBy(() -> Operations.start(OperationsSettings.at(address)).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(Integer.toString(address.getPort()));
  }

  private boolean answers() throws InterruptedException {
    try {
      return get("/healthz").statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private static void assertRefused(String answer) {
    // Closed without an answer, or a client error; never a page.
    assertThat(answer).matches("(?s)(|HTTP/1.1 4.*)");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d%s".formatted(address.getPort(), path)))
        .timeout(PATIENCE);
  }

  /// What is answered to bytes as they are; empty if the connection was closed without an answer.
  private String raw(String format, String argument) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket
          .getOutputStream()
          .write(format.formatted(argument).getBytes(StandardCharsets.ISO_8859_1));
      return read(socket.getInputStream());
    } catch (java.net.SocketException _) {
      // Closed while there was still something to be sent.
      return "";
    }
  }

  private static String read(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
