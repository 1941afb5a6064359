package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.remote.PrivateFile;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.RemoteSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Option;

/// Which service, and who the caller is to it.
final class ServerOptions {

  private static final String SECURE = "https://";
  private static final String PLAIN = "http://";

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "The service; https://HOST:PORT asks for TLS, and so do the options below.")
  private String server;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "Certificates, PEM, that the service's must come from (default: the system's).")
  private Path authorities;

  @Option(
      names = "--client-cert",
      paramLabel = "FILE",
      description = "Your certificate, PEM, for mutual TLS.")
  private Path certificate;

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      description = "The private key of --client-cert, PEM (PKCS #8).")
  private Path privateKey;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Your token: the first line of a file that only you can read.")
  private Path token;

  /// Kept, because a logger that nobody holds forgets its level.
  private Logger transport;

  boolean isGiven() {
    return server != null;
  }

  /// Opens the connection; nothing is sent yet.
  ///
  /// @throws UsageFailure if the options contradict each other
  RemoteService connect() {
    if (server == null) {
      throw new UsageFailure("--server HOST:PORT is missing");
    }
    if (certificate == null != (privateKey == null)) {
      throw new UsageFailure("--client-cert and --client-key belong together");
    }
    // What the transport has to say about a connection is in the exceptions.
    transport = Logger.getLogger("io.grpc");
    transport.setLevel(Level.OFF);
    return RemoteService.connect(settings());
  }

  private RemoteSettings settings() {
    boolean named = authorities != null || certificate != null;
    if (named && server.startsWith(PLAIN)) {
      throw new UsageFailure("certificates are of no use with http://");
    }
    try {
      RemoteSettings settings = address();
      if (named || server.startsWith(SECURE)) {
        settings = settings.withTls(tls());
      }
      return token == null ? settings : settings.withToken(tokenText());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }

  private RemoteSettings.Tls tls() {
    return new RemoteSettings.Tls(
        Optional.ofNullable(authorities),
        Optional.ofNullable(certificate)
            .map(chain -> new RemoteSettings.ClientCertificate(chain, privateKey)));
  }

  private String tokenText() {
    return new String(PrivateFile.firstLine(token, "token")).strip();
  }

  private RemoteSettings address() {
    String address =
        server.startsWith(SECURE)
            ? server.substring(SECURE.length())
            : server.startsWith(PLAIN) ? server.substring(PLAIN.length()) : server;
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? "" : address.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      host = "";
    }
    String port = address.substring(colon + 1);
    if (host.isEmpty() || !port.matches("[0-9]{1,5}")) {
      throw new UsageFailure("--server is '%s', not HOST:PORT".formatted(server));
    }
    return RemoteSettings.of(host, Integer.parseInt(port));
  }

  @Override
  public String toString() {
    return String.valueOf(server);
  }
}
