package io.cloakwork.serve.server.ops.status;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloakwork.serve.server.ops.Health;
import io.cloakwork.serve.server.ops.Sampler;
import io.cloakwork.serve.server.ops.metrics.ServiceMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Serves metrics, health and the status page. Answers GET and HEAD; nothing can be changed here.
public final class StatusServer implements AutoCloseable {

  private static final int LONGEST_URI = 1024;
  private static final int BACKLOG = 64;
  private static final long IDLE_THREAD_SECONDS = 10;
  private static final int MISDIRECTED = 421;
  private static final int BAD_METHOD = 405;
  private static final int LONG_URI = 414;
  private static final int INTERNAL = 500;

  // An address or this machine's own name: a page elsewhere that lets its name point to this
  // machine (DNS rebinding) sends another.
  private static final Pattern LOCAL_HOST =
      Pattern.compile("(localhost|[0-9.]{7,15}|\\[[0-9a-fA-F:.]{2,45}])(:[0-9]{1,5})?");

  private final HttpServer http;
  private final ThreadPoolExecutor threads;
  private final Routes routes;
  private final boolean loopback;

  private StatusServer(HttpServer http, Routes routes) {
    this.http = http;
    this.routes = routes;
    loopback = http.getAddress().getAddress().isLoopbackAddress();
    // As many as connections, so that those that are slow keep nobody waiting.
    threads =
        new ThreadPoolExecutor(
            HttpLimits.CONNECTIONS,
            HttpLimits.CONNECTIONS,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("cloakwork-status-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /// Listens at the address.
  ///
  /// @param version of the program
  /// @throws IOException if it cannot be listened on
  public static StatusServer start(
      InetSocketAddress address,
      String version,
      Health health,
      Sampler sampler,
      ServiceMetrics metrics)
      throws IOException {
    StatusJson status = new StatusJson(version, health, sampler, metrics, Clock.systemUTC());
    Routes routes = new Routes(health, status, metrics);
    HttpLimits.apply();
    HttpServer http;
    try {
      http = HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IOException(
          "the status page cannot be served at %s: %s".formatted(address, e.getMessage()), e);
    }
    StatusServer server = new StatusServer(http, routes);
    http.setExecutor(server.threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return http.getAddress();
  }

  /// Answers no more.
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Content content;
      try {
        content = refusal(exchange).orElse(null);
        if (content == null) {
          String accept = Optional.ofNullable(first(exchange, "Accept")).orElse("");
          content = routes.answer(exchange.getRequestURI().getPath(), accept);
        }
      } catch (RuntimeException e) {
        // What went wrong is nothing that a caller here should read.
        content = Content.text(INTERNAL, "the status could not be read");
      }
      send(exchange, content);
    }
  }

  private Optional<Content> refusal(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Optional.of(Content.text(BAD_METHOD, "only GET and HEAD are answered"));
    }
    if (exchange.getRequestURI().toString().length() > LONGEST_URI) {
      return Optional.of(Content.text(LONG_URI, "the address is too long"));
    }
    String host = first(exchange, "Host");
    if (loopback && host != null && !LOCAL_HOST.matcher(host).matches()) {
      return Optional.of(Content.text(MISDIRECTED, "this is not the host that was asked for"));
    }
    return Optional.empty();
  }

  private static String first(HttpExchange exchange, String header) {
    return exchange.getRequestHeaders().getFirst(header);
  }

  private static void send(HttpExchange exchange, Content content) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", content.type());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    byte[] body = content.bytes();
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(content.status(), -1);
    } else {
      exchange.sendResponseHeaders(content.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
