package io.cloakwork.serve.server.access;

import io.cloakwork.serve.server.AccessRules;
import io.cloakwork.serve.server.call.CallException;
import io.cloakwork.serve.server.call.CallFailure;
import io.cloakwork.serve.server.call.CallId;
import io.cloakwork.serve.server.log.EventLog;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/// Lets in the calls of clients that are known and do not call too often. Health is for everyone:
/// who asks it has no token, and learns nothing but whether the service is up.
public final class Gate implements ServerInterceptor {

  private static final Set<String> OPEN = Set.of("grpc.health.v1.Health");

  private final Authenticator authenticator;
  private final RateLimits rates;

  /// @throws IOException if the token file cannot be used
  public Gate(AccessRules rules, RateLimits rates, Clock clock, EventLog log) throws IOException {
    this.authenticator = new Authenticator(rules, clock, log);
    this.rates = rates;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (OPEN.contains(
        Optional.ofNullable(call.getMethodDescriptor().getServiceName()).orElse(""))) {
      return next.startCall(call, headers);
    }
    try {
      Caller caller = authenticator.authenticate(headers, call.getAttributes());
      rates
          .take(caller)
          .ifPresent(wait -> {
            throw CallException.tooOften(wait);
          });
      return Contexts.interceptCall(caller.in(Context.current()), call, headers, next);
    } catch (Authenticator.DeniedException e) {
      return refuse(call, CallFailure.of(Status.Code.UNAUTHENTICATED, e.getMessage()));
    } catch (CallException e) {
      return refuse(call, e.failure());
    }
  }

  private static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, CallFailure failure) {
    call.close(failure.status(), failure.trailers(CallId.current()));
    return new ServerCall.Listener<>() {};
  }
}
