package io.cloakwork.serve.server.ops.status;

/// What a caller may ask of the JDK's HTTP server. It knows these limits as system properties only,
/// which it reads when the first server of a process is made: a process that makes one of its own
/// before sets them itself. Those that are set already stay.
final class HttpLimits {

  /// Connections that may be open; a further one is closed at once.
  static final int CONNECTIONS = 64;

  private static final int REQUEST_SECONDS = 5;
  private static final int RESPONSE_SECONDS = 20;
  private static final int IDLE_SECONDS = 30;
  private static final int HEADERS = 64;
  private static final int HEADER_BYTES = 16 << 10;

  private HttpLimits() {}

  static void apply() {
    set("jdk.httpserver.maxConnections", CONNECTIONS);
    set("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    set("sun.net.httpserver.maxRspTime", RESPONSE_SECONDS);
    set("sun.net.httpserver.idleInterval", IDLE_SECONDS);
    set("sun.net.httpserver.maxReqHeaders", HEADERS);
    set("sun.net.httpserver.maxReqHeaderSize", HEADER_BYTES);
  }

  private static void set(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }
}
