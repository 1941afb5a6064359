package io.cloakwork.serve.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// Where the service listens.
///
/// @param host a name or an address of this machine; `0.0.0.0` or `::` for all
/// @param port 0 for any that is free
public record ListenAddress(String host, int port) {

  private static final int LARGEST_PORT = 65_535;

  public ListenAddress {
    if (host.isBlank() || port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException(
          "cannot listen on '%s:%d': a host and a port up to %d are needed"
              .formatted(host, port, LARGEST_PORT));
    }
  }

  /// Reads `HOST:PORT`, with brackets around an IPv6 address.
  ///
  /// @throws IllegalArgumentException if it is something else
  public static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "'%s': an IPv6 address stands in brackets, [::1]:7443".formatted(text));
    }
    try {
      return new ListenAddress(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'%s' is not HOST:PORT".formatted(text), e);
    }
  }

  /// @throws UnknownHostException if there is no such host
  public InetSocketAddress resolve() throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? "%s:%d" : "[%s]:%d").formatted(host, port);
  }
}
