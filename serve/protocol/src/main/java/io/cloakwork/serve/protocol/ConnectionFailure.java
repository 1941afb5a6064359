package io.cloakwork.serve.protocol;

import io.grpc.Status;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// Says in a person's words why there is no connection. The transport has the words of its own
/// parts: pipelines, handlers, numbers of system calls.
final class ConnectionFailure {

  /// The words before a socket's reason, for instance `finishConnect(..) failed with error(-111):
  /// `.
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

  private static final Pattern REFUSED_CERTIFICATE =
      Pattern.compile("(?i)bad.certificate|certificate.unknown|unknown.ca|unknown.certificate");

  private ConnectionFailure() {}

  /// Whether there was no connection, and it is not the service that says so.
  static boolean is(Status status) {
    String text = status.getDescription();
    return status.getCode() == Status.Code.UNAVAILABLE
        && text != null
        && (text.startsWith("io exception")
            || text.startsWith("ssl exception")
            || text.startsWith("Network closed"));
  }

  /// One sentence, without its end.
  static String sentence(Status status) {
    Throwable root = root(status.getCause());
    if (root == null) {
      return "the connection was closed: does one side expect TLS, and the other not?";
    }
    String reason = RemoteText.clean(root.getMessage());
    if (reason.toUpperCase(Locale.ROOT).contains("CERTIFICATE_REQUIRED")) {
      return "the service asks for a client certificate that it trusts";
    }
    return switch (root) {
      case GeneralSecurityException _ -> "the service's certificate is not trusted: " + reason;
      case SSLException _ when REFUSED_CERTIFICATE.matcher(reason).find() ->
          "the service does not trust the client certificate";
      case SSLException _ -> "no TLS connection: " + reason;
      default -> "no connection: " + SYSTEM_CALL.matcher(reason).replaceFirst("");
    };
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
