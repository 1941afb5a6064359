package io.cloakwork.serve.server;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls whose messages are any bytes, and any number of them, whatever the method takes.
final class RawCalls implements AutoCloseable {

  private static final int SECONDS = 60;
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /// How a call ended.
  record Answer(Status status, List<byte[]> messages) {}

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    AS_THEY_ARE;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final ManagedChannel channel;
  private final String token;

  RawCalls(int port, String token) {
    this.channel =
        Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
            .build();
    this.token = token;
  }

  /// Sends all messages, then waits for the end.
  Answer call(MethodDescriptor<?, ?> method, List<byte[]> messages) {
    CompletableFuture<Status> end = new CompletableFuture<>();
    Queue<byte[]> replies = new ConcurrentLinkedQueue<>();
    var call = start(method, messages, end, replies);
    call.halfClose();
    try {
      return new Answer(end.get(SECONDS, TimeUnit.SECONDS), List.copyOf(replies));
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(
          "%s has no end after %d messages; what all threads do is in %s"
              .formatted(method.getFullMethodName(), messages.size(), ThreadDump.write()),
          e);
    }
  }

  /// Sends all messages and is gone.
  void vanish(MethodDescriptor<?, ?> method, List<byte[]> messages) {
    var call = start(method, messages, new CompletableFuture<>(), new ConcurrentLinkedQueue<>());
    call.cancel("gone", null);
  }

  private ClientCall<byte[], byte[]> start(
      MethodDescriptor<?, ?> method,
      List<byte[]> messages,
      CompletableFuture<Status> end,
      Queue<byte[]> replies) {
    MethodDescriptor<byte[], byte[]> raw =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setFullMethodName(method.getFullMethodName())
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setRequestMarshaller(Bytes.AS_THEY_ARE)
            .setResponseMarshaller(Bytes.AS_THEY_ARE)
            .build();
    ClientCall<byte[], byte[]> call = channel.newCall(raw, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] message) {
            replies.add(message);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        headers());
    call.request(Integer.MAX_VALUE);
    messages.forEach(call::sendMessage);
    return call;
  }

  private Metadata headers() {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    return headers;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
