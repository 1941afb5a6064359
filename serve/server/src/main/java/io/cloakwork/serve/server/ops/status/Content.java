package io.cloakwork.serve.server.ops.status;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// What is answered to a request.
///
/// @param status of HTTP
/// @param type media type
/// @param body which is not sent to those who ask for the head
record Content(int status, String type, String body) {

  static final String PLAIN = "text/plain; charset=utf-8";

  static Content text(int status, String line) {
    return new Content(status, PLAIN, line + "\n");
  }

  /// A file that is part of the program.
  static Content resource(String name, String type) {
    try (InputStream in = Content.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + name);
      }
      return new Content(200, type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("resource %s cannot be read".formatted(name), e);
    }
  }

  /// The body as it travels.
  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
