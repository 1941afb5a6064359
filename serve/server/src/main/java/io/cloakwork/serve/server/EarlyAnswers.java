package io.cloakwork.serve.server;

import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator.ServerFactory;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Connection;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Stream;
import io.grpc.netty.shaded.io.netty.util.AsciiString;

/// Resets a stream that was answered before the client had sent everything, with NO_ERROR (RFC
/// 9113, section 8.1).
///
/// The transport itself does not (grpc-java issue 2162): it reads nothing more of such a stream and
/// gives its window back no more. A client of the same library that has handed everything to its
/// transport then waits for that window for ever, without knowing: its calls end as they should,
/// but their streams stay open, and once there are as many as a connection may have, its next call
/// has no end. Uploads that are refused early bring this about.
final class EarlyAnswers {

  private EarlyAnswers() {}

  /// The same credentials, for a server that resets such streams.
  static ServerCredentials reset(ServerCredentials credentials) {
    ServerFactory factory = InternalNettyServerCredentials.toNegotiator(credentials);
    return InternalNettyServerCredentials.create(
        (ServerFactory) offload -> new Resetting(factory.newNegotiator(offload)));
  }

  /// Watches the streams of each connection that is negotiated.
  private record Resetting(ProtocolNegotiator negotiator) implements ProtocolNegotiator {

    @Override
    public AsciiString scheme() {
      return negotiator.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler connection) {
      connection.connection().addListener(new Streams(connection));
      return negotiator.newHandler(connection);
    }

    @Override
    public void close() {
      negotiator.close();
    }
  }

  private static final class Streams extends Http2ConnectionAdapter {

    private final GrpcHttp2ConnectionHandler handler;

    Streams(GrpcHttp2ConnectionHandler handler) {
      this.handler = handler;
    }

    /// Called in the middle of writing or reading, so what follows waits for the next turn.
    @Override
    public void onStreamHalfClosed(Http2Stream stream) {
      if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
        Http2Connection connection = handler.connection();
        ChannelHandlerContext context =
            connection.remote().flowController().channelHandlerContext();
        context.executor().execute(() -> reset(stream, context));
      }
    }

    private void reset(Http2Stream stream, ChannelHandlerContext context) {
      if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
        var _ =
            handler.resetStream(
                context, stream.id(), Http2Error.NO_ERROR.code(), context.newPromise());
        context.flush();
      }
    }
  }
}
