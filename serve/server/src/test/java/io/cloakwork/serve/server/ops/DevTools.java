package io.cloakwork.serve.server.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One page of a browser, driven through the Chrome DevTools protocol. What the page writes to the
/// console, throws, or fails to load is collected.
final class DevTools implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private final WebSocket socket;

  /// @param port where the browser listens
  DevTools(int port) throws IOException, InterruptedException {
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/json/list".formatted(port))).build();
    JsonNode pages = json.readTree(client.send(list, HttpResponse.BodyHandlers.ofString()).body());
    String address = "";
    for (JsonNode page : pages) {
      if (page.path("type").asText().equals("page")) {
        address = page.path("webSocketDebuggerUrl").asText();
      }
    }
    socket = client.newWebSocketBuilder().buildAsync(URI.create(address), new Receiver()).join();
    for (String domain : List.of("Runtime", "Log", "Page", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /// Calls a method and waits for its result.
  JsonNode call(String method, Map<String, ?> parameters) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    waiting.put(id, reply);
    ObjectNode message = json.createObjectNode();
    message.put("id", id);
    message.put("method", method);
    message.set("params", json.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    return reply.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /// The value of an expression in the page, as text.
  String evaluate(String expression) {
    JsonNode result =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value").asText();
  }

  /// Everything that went wrong in the page.
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
    client.close();
  }

  private void received(String text) {
    JsonNode message;
    try {
      message = json.readTree(text);
    } catch (IOException e) {
      complaints.add("not JSON: " + text);
      return;
    }
    if (message.has("id")) {
      CompletableFuture<JsonNode> reply = waiting.remove(message.path("id").asInt());
      if (message.has("error")) {
        reply.completeExceptionally(new IllegalStateException(message.path("error").toString()));
      } else {
        reply.complete(message.path("result"));
      }
      return;
    }
    String event = message.path("method").asText();
    JsonNode params = message.path("params");
    boolean complaint =
        switch (event) {
          case "Runtime.exceptionThrown", "Network.loadingFailed" -> true;
          case "Log.entryAdded" ->
              List.of("error", "warning").contains(params.at("/entry/level").asText());
          case "Runtime.consoleAPICalled" ->
              List.of("error", "warning", "assert").contains(params.path("type").asText());
          default -> false;
        };
    if (complaint) {
      complaints.add(event + " " + params);
    }
  }

  /// Puts the parts of messages together.
  private final class Receiver implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        String text = parts.toString();
        parts.setLength(0);
        received(text);
      }
      webSocket.request(1);
      return null;
    }
  }
}
