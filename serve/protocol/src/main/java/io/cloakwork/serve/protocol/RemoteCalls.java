package io.cloakwork.serve.protocol;

import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc.InferenceServiceBlockingStub;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc.InferenceServiceStub;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// How calls are made on a connection: each in its time, and what fails for now again.
///
/// @param blocking without a deadline
/// @param streaming without a deadline
record RemoteCalls(
    RemoteSettings settings,
    InferenceServiceBlockingStub blocking,
    InferenceServiceStub streaming) {

  /// A call that moves no keys and no ciphertexts, as often as it takes.
  ///
  /// @param doing what the caller is told that failed
  <R> R call(String doing, Function<InferenceServiceBlockingStub, R> method) {
    return settings.retry().call(() -> once(doing, method));
  }

  /// The same, whatever comes of it.
  <R> R once(String doing, Function<InferenceServiceBlockingStub, R> method) {
    try {
      return method.apply(
          blocking.withDeadlineAfter(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (StatusRuntimeException e) {
      throw RemoteException.of(doing, e);
    }
  }

  /// For a call that moves keys or ciphertexts.
  InferenceServiceStub transfer() {
    return streaming.withDeadlineAfter(
        settings.transferTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }
}
