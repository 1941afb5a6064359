package io.cloakwork.serve.server.ops.trace;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Posts spans to a collector (OTLP/HTTP).
final class CollectorSender implements SpanSender {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SUCCESS = 2;
  private static final int HUNDRED = 100;

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  CollectorSender(URI address) {
    this.address = address;
  }

  @Override
  public void send(String request) throws IOException, InterruptedException {
    HttpRequest post =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(request))
            .build();
    int status = client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status / HUNDRED != SUCCESS) {
      throw new IOException("the collector answered with status " + status);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
