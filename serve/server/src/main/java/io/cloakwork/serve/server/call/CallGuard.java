package io.cloakwork.serve.server.call;

import io.cloakwork.serve.server.log.EventLog;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Around every call, outermost: gives it an id, refuses it while the service drains, logs how it
/// ended, and turns what escapes from its code into a failure that says nothing.
public final class CallGuard implements ServerInterceptor {

  /// Probes come every few seconds and say nothing new.
  private static final String HEALTH = "grpc.health.v1.Health";

  private final EventLog log;
  private final Failures failures;
  private final BooleanSupplier draining;

  /// @param draining whether new calls are refused
  public CallGuard(EventLog log, BooleanSupplier draining) {
    this.log = log;
    this.failures = new Failures(log);
    this.draining = draining;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String id = CallId.orNew(headers.get(CallFailure.REQUEST_ID));
    Guarded<Q, R> guarded = new Guarded<>(call, id);
    boolean health = HEALTH.equals(call.getMethodDescriptor().getServiceName());
    if (draining.getAsBoolean() && !health) {
      CallFailure failure = CallFailure.draining();
      guarded.close(failure.status(), failure.trailers(id));
      return new ServerCall.Listener<>() {};
    }
    Context context = Context.current().withValue(CallId.KEY, id);
    return new GuardedListener<>(
        Contexts.interceptCall(context, guarded, headers, next), guarded, failures);
  }

  /// Logs how the call ended; a second end is dropped.
  private final class Guarded<Q, R> extends SimpleForwardingServerCall<Q, R> {

    private final String id;
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean closed = new AtomicBoolean();

    Guarded(ServerCall<Q, R> call, String id) {
      super(call);
      this.id = id;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (closed.compareAndSet(false, true)) {
        logEnd(status);
        super.close(status, trailers);
      }
    }

    void cancelled() {
      if (closed.compareAndSet(false, true)) {
        logEnd(Status.CANCELLED.withDescription("the client is gone"));
      }
    }

    private void logEnd(Status status) {
      if (HEALTH.equals(getMethodDescriptor().getServiceName())) {
        return;
      }
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("requestId", id);
      fields.put("method", getMethodDescriptor().getFullMethodName());
      fields.put("peer", String.valueOf(getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
      fields.put("status", status.getCode().name());
      if (status.getDescription() != null) {
        fields.put("reason", status.getDescription());
      }
      fields.put("millis", (System.nanoTime() - startNanos) / 1_000_000);
      log.info("call.ended", fields);
    }
  }

  private static final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final Guarded<Q, ?> call;
    private final Failures failures;

    /// Touched by the call's callbacks only, of which there is one at a time.
    private boolean refused;

    GuardedListener(ServerCall.Listener<Q> listener, Guarded<Q, ?> call, Failures failures) {
      super(listener);
      this.call = call;
      this.failures = failures;
    }

    /// @param message null if its bytes were none: what came before it is as if the client had gone
    @Override
    public void onMessage(Q message) {
      if (message == null && !refused) {
        refused = true;
        CallFailure failure =
            CallException.invalid("a message cannot be parsed: its bytes are no message").failure();
        call.close(failure.status(), failure.trailers(call.id));
        guard(super::onCancel);
      }
      if (!refused) {
        guard(() -> super.onMessage(message));
      }
    }

    @Override
    public void onHalfClose() {
      if (!refused) {
        guard(super::onHalfClose);
      }
    }

    @Override
    public void onReady() {
      if (!refused) {
        guard(super::onReady);
      }
    }

    @Override
    public void onCancel() {
      call.cancelled();
      guard(super::onCancel);
    }

    private void guard(Runnable callback) {
      try {
        callback.run();
      } catch (RuntimeException e) {
        CallFailure failure = failures.of(e, call.id);
        call.close(failure.status(), failure.trailers(call.id));
      }
    }
  }
}
