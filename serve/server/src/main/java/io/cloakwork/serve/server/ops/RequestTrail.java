package io.cloakwork.serve.server.ops;

import io.cloakwork.serve.host.RequestTiming;
import io.cloakwork.serve.server.ops.metrics.ServiceMetrics;
import io.cloakwork.serve.server.ops.trace.Span;
import io.cloakwork.serve.server.ops.trace.TraceContext;
import io.cloakwork.serve.server.ops.trace.Tracer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/// Follows one request of the wire from its first message to its last, for metrics of what the host
/// does not see and for its spans. The calls come in the order of the stages, from any threads; a
/// request that ends early leaves the rest out.
///
/// ```java
/// RequestTrail trail = operations.begin(id, start.getModel(), start.getTraceparent());
/// …                     // the ciphertext arrives
/// trail.arrived();
/// …                     // it is parsed and uploaded
/// trail.decoded();
/// session.submit(input, options);
/// …                     // its result is there
/// trail.ran(result.timing());
/// …                     // the result is downloaded and serialised
/// trail.encoded();
/// …                     // its last byte is handed to the transport
/// trail.end(Outcome.FINISHED);
/// ```
public final class RequestTrail {

  /// What trails share.
  ///
  /// @param nanoTime a clock such as [System#nanoTime]
  /// @param epochNanos what to add to it for nanoseconds since 1970
  record Context(
      Sampler sampler,
      ServiceMetrics metrics,
      Optional<Tracer> tracer,
      LongSupplier nanoTime,
      long epochNanos) {}

  private static final long NEVER = Long.MIN_VALUE;

  private final Context context;
  private final String requestId;
  private final String model;
  private final String traceparent;
  private final long began;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile long arrivedAt = NEVER;
  private volatile long decodedAt = NEVER;
  private volatile long ranAt = NEVER;
  private volatile long encodedAt = NEVER;
  private volatile Optional<RequestTiming> timing = Optional.empty();

  RequestTrail(Context context, String requestId, String model, String traceparent) {
    this.context = context;
    this.requestId = requestId;
    this.model = model;
    this.traceparent = traceparent;
    began = context.nanoTime().getAsLong();
  }

  /// The last byte of the input is there.
  public void arrived() {
    arrivedAt = context.nanoTime().getAsLong();
  }

  /// The input is on the device; it is about to be queued.
  public void decoded() {
    decodedAt = context.nanoTime().getAsLong();
  }

  /// The result is there.
  public void ran(RequestTiming times) {
    ranAt = context.nanoTime().getAsLong();
    timing = Optional.of(times);
  }

  /// The reply is ready to leave.
  public void encoded() {
    encodedAt = context.nanoTime().getAsLong();
  }

  /// The request has ended. Only the first call counts.
  public void end(Outcome outcome) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    long now = context.nanoTime().getAsLong();
    if (context.sampler().model(model).isPresent()) {
      count(outcome, now);
    }
    context.tracer().ifPresent(tracer -> trace(tracer, outcome, now));
  }

  private void count(Outcome outcome, long now) {
    if (outcome != Outcome.FINISHED || encodedAt == NEVER) {
      return;
    }
    ServiceMetrics metrics = context.metrics();
    metrics.stage(model, Stage.RECEIVE, arrivedAt - began);
    metrics.stage(model, Stage.DECODE, decodedAt - arrivedAt);
    metrics.stage(model, Stage.ENCODE, encodedAt - ranAt);
    metrics.stage(model, Stage.SEND, now - encodedAt);
    metrics.stage(model, Stage.TOTAL, encodedAt - arrivedAt);
  }

  private void trace(Tracer tracer, Outcome outcome, long now) {
    TraceContext trace = tracer.context(traceparent);
    if (!trace.sampled()) {
      return;
    }
    Map<String, Object> facts = new HashMap<>();
    facts.put("cloakwork.request_id", requestId);
    facts.put("cloakwork.outcome", outcome.label());
    // A model that is not served is a text of the caller's, which has no place here.
    context.sampler().model(model).ifPresent(served -> facts.put("cloakwork.model", served.name()));
    timing.ifPresent(times -> facts.put("cloakwork.batch", times.batch()));
    Span whole =
        new Span(
            trace.traceId(),
            tracer.newSpanId(),
            trace.parentId(),
            "cloakwork.v1.InferenceService/Infer",
            true,
            epoch(began),
            epoch(now),
            facts,
            outcome == Outcome.FAILED);
    List<Span> spans = new ArrayList<>();
    spans.add(whole);
    stages(now).forEach((stage, times) -> spans.add(child(tracer, whole, stage, times)));
    tracer.record(List.copyOf(spans));
  }

  private record Interval(long start, long end) {}

  /// The stages that the request went through, one after the other, the last one until it ended.
  /// The host tells how long its own took, so they are laid end to end before the moment when the
  /// result was there.
  private Map<Stage, Interval> stages(long now) {
    Map<Stage, Interval> stages = new EnumMap<>(Stage.class);
    stages.put(Stage.RECEIVE, new Interval(began, orElse(arrivedAt, now)));
    if (arrivedAt != NEVER) {
      stages.put(Stage.DECODE, new Interval(arrivedAt, orElse(decodedAt, now)));
    }
    if (timing.isPresent()) {
      long executes = ranAt - timing.get().executeNanos();
      long loads = executes - timing.get().keysNanos();
      stages.put(Stage.QUEUE, new Interval(Math.min(decodedAt, loads), loads));
      stages.put(Stage.KEYS, new Interval(loads, executes));
      stages.put(Stage.EXECUTE, new Interval(executes, ranAt));
      stages.put(Stage.ENCODE, new Interval(ranAt, orElse(encodedAt, now)));
    } else if (decodedAt != NEVER) {
      stages.put(Stage.QUEUE, new Interval(decodedAt, now));
    }
    if (encodedAt != NEVER) {
      stages.put(Stage.SEND, new Interval(encodedAt, now));
    }
    return stages;
  }

  private static long orElse(long moment, long now) {
    return moment == NEVER ? now : moment;
  }

  private Span child(Tracer tracer, Span parent, Stage stage, Interval times) {
    return new Span(
        parent.traceId(),
        tracer.newSpanId(),
        Optional.of(parent.spanId()),
        stage.label(),
        false,
        epoch(times.start()),
        epoch(times.end()),
        Map.of("cloakwork.request_id", requestId),
        false);
  }

  private long epoch(long nanos) {
    return nanos + context.epochNanos();
  }
}
