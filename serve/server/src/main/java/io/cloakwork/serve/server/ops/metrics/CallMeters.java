package io.cloakwork.serve.server.ops.metrics;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts calls by method and status, and those that are open. To be the outermost interceptor, so
/// that refusals of others are counted, too.
public final class CallMeters implements ServerInterceptor {

  private final MeterRegistry registry;
  private final AtomicInteger open;

  CallMeters(MeterRegistry registry) {
    this.registry = registry;
    open = registry.gauge("cloakwork.calls.open", new AtomicInteger());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    // Only methods that the service has come here: the label is bounded.
    String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
    Ending ending = new Ending(method);
    open.incrementAndGet();
    ServerCall<Q, A> counted =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            ending.with(status.getCode());
            super.close(status, trailers);
          }
        };
    return new EndingListener<>(next.startCall(counted, headers), ending);
  }

  /// A call ends once, however often that is said.
  private final class Ending {
    private final String method;
    private final java.util.concurrent.atomic.AtomicBoolean ended =
        new java.util.concurrent.atomic.AtomicBoolean();

    Ending(String method) {
      this.method = method;
    }

    void with(Status.Code code) {
      if (ended.compareAndSet(false, true)) {
        open.decrementAndGet();
        Counter.builder("cloakwork.calls")
            .description("Calls that ended, by method and status")
            .tags("method", method, "code", code.name())
            .register(registry)
            .increment();
      }
    }
  }

  /// A caller that went away is told to the listener only.
  private static final class EndingListener<Q>
      extends io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
    private final Ending ending;

    EndingListener(ServerCall.Listener<Q> delegate, Ending ending) {
      super(delegate);
      this.ending = ending;
    }

    @Override
    public void onCancel() {
      ending.with(Status.Code.CANCELLED);
      super.onCancel();
    }
  }
}
