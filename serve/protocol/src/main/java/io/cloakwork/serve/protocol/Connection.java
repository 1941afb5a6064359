package io.cloakwork.serve.protocol;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A channel to a service as the settings say. Nothing is sent before the first call.
final class Connection {

  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /// Servers close connections that are asked more often than every five minutes.
  private static final int KEEP_ALIVE_MINUTES = 6;

  private Connection() {}

  static ManagedChannel open(RemoteSettings settings) {
    return Grpc.newChannelBuilderForAddress(settings.host(), settings.port(), credentials(settings))
        .maxInboundMessageSize(Chunks.MAX_BYTES + Chunks.MESSAGE_BYTES)
        .keepAliveTime(KEEP_ALIVE_MINUTES, TimeUnit.MINUTES)
        .build();
  }

  /// The headers of every call.
  static Metadata headers(RemoteSettings settings) {
    Metadata headers = new Metadata();
    settings.token().ifPresent(token -> headers.put(AUTHORIZATION, "Bearer " + token));
    return headers;
  }

  private static ChannelCredentials credentials(RemoteSettings settings) {
    if (settings.tls().isEmpty()) {
      return InsecureChannelCredentials.create();
    }
    RemoteSettings.Tls tls = settings.tls().get();
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    try {
      if (tls.authorities().isPresent()) {
        builder.trustManager(readable(tls.authorities().get().toFile()));
      }
      if (tls.certificate().isPresent()) {
        RemoteSettings.ClientCertificate own = tls.certificate().get();
        builder.keyManager(readable(own.chain().toFile()), readable(own.privateKey().toFile()));
      }
      return builder.build();
    } catch (IOException | IllegalArgumentException e) {
      throw new RemoteException(
          Status.Code.INVALID_ARGUMENT,
          "the certificates cannot be used: " + RemoteText.clean(e.getMessage()),
          null,
          e);
    }
  }

  private static File readable(File file) throws IOException {
    if (!file.isFile()) {
      throw new IOException("there is no file " + file);
    }
    return file;
  }
}
