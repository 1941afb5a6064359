package io.cloakwork.serve.host;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.wire.WireWriter;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// One ciphertext that several results stand for; the last to be closed gives it back.
final class SharedOutput {

  private final Ciphertext ciphertext;
  private final AtomicInteger results;

  // Made by the first who asks, while the others wait for it.
  private byte[] encoded;

  SharedOutput(Ciphertext ciphertext, int results) {
    this.ciphertext = ciphertext;
    this.results = new AtomicInteger(results);
  }

  /// One of the results.
  ///
  /// @param closed runs once, when the result is closed
  InferenceResult result(Request request, RequestTiming timing, Runnable closed) {
    return new Share(request.info(), timing, closed);
  }

  private synchronized byte[] encoded() {
    if (encoded == null) {
      encoded = WireWriter.of(ciphertext).toBytes();
    }
    return encoded;
  }

  private final class Share implements InferenceResult {

    private final RequestInfo request;
    private final RequestTiming timing;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    Share(RequestInfo request, RequestTiming timing, Runnable whenClosed) {
      this.request = request;
      this.timing = timing;
      this.whenClosed = whenClosed;
    }

    @Override
    public Ciphertext ciphertext() {
      requireOpen();
      return ciphertext;
    }

    @Override
    public byte[] encoded() {
      requireOpen();
      return SharedOutput.this.encoded();
    }

    private void requireOpen() {
      if (closed.get()) {
        throw new IllegalStateException("the result of request " + request.id() + " is closed");
      }
    }

    @Override
    public OptionalInt lane() {
      return request.lane();
    }

    @Override
    public String requestId() {
      return request.id();
    }

    @Override
    public RequestTiming timing() {
      return timing;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        if (results.decrementAndGet() == 0) {
          ciphertext.close();
        }
        whenClosed.run();
      }
    }
  }
}
