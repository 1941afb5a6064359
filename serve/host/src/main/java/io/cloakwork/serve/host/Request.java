package io.cloakwork.serve.host;

import io.cloakwork.ckks.Ciphertext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// A request from its submission until its result is closed.
final class Request {

  /// No lane: the input fills its ciphertexts.
  static final int ALL_LANES = -1;

  /// No deadline: a time that is never reached.
  static final long NEVER = Long.MAX_VALUE;

  private final RequestInfo info;
  private final Session session;
  private final Ciphertext input;
  private final long bytes;
  private final long submittedNanos;
  private final long deadlineNanos;
  private final CompletableFuture<InferenceResult> future = new CompletableFuture<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean released = new AtomicBoolean();

  /// @param bytes that the request holds on the device
  /// @param submittedNanos on the host's clock
  /// @param deadlineNanos on the host's clock, or [#NEVER]
  Request(
      RequestInfo info,
      Session session,
      Ciphertext input,
      long bytes,
      long submittedNanos,
      long deadlineNanos) {
    this.info = info;
    this.session = session;
    this.input = input;
    this.bytes = bytes;
    this.submittedNanos = submittedNanos;
    this.deadlineNanos = deadlineNanos;
  }

  RequestInfo info() {
    return info;
  }

  Session session() {
    return session;
  }

  Ciphertext input() {
    return input;
  }

  long bytes() {
    return bytes;
  }

  long submittedNanos() {
    return submittedNanos;
  }

  /// The lane, or [#ALL_LANES].
  int lane() {
    return info.lane().orElse(ALL_LANES);
  }

  CompletableFuture<InferenceResult> future() {
    return future;
  }

  /// On the host's clock, or [#NEVER].
  long deadlineNanos() {
    return deadlineNanos;
  }

  boolean isLate(long now) {
    return deadlineNanos != NEVER && now - deadlineNanos >= 0;
  }

  /// Decides how the request ends: the first who asks may say so.
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  boolean hasEnded() {
    return ended.get();
  }

  /// Whether what the request holds is given back now, and not before.
  boolean release() {
    return released.compareAndSet(false, true);
  }
}
