package io.cloakwork.serve.server.ops.trace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Sends the spans of requests from a thread of its own. Requests never wait for it: what does not
/// fit its queue, or does not arrive, is dropped and counted.
public final class Tracer implements AutoCloseable {

  private static final int CAPACITY = 2048;
  private static final int TRACES_PER_REQUEST = 256;
  private static final long LINGER_MILLIS = 1_000;
  private static final long CLOSE_MILLIS = 8_000;

  private final double ratio;
  private final OtlpJson format;
  private final SpanSender sender;
  private final BlockingQueue<List<Span>> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;
  private volatile boolean closing;

  private Tracer(double ratio, OtlpJson format, SpanSender sender) {
    this.ratio = ratio;
    this.format = format;
    this.sender = sender;
    thread = Thread.ofPlatform().name("cloakwork-traces").daemon().unstarted(this::run);
  }

  /// Starts the thread.
  ///
  /// @param ratio which part of the requests is traced whose caller does not say
  /// @param version of the program
  public static Tracer start(TraceTarget target, double ratio, String version) {
    Tracer tracer = new Tracer(ratio, new OtlpJson(version), SpanSender.to(target));
    tracer.thread.start();
    return tracer;
  }

  /// The trace that a request belongs to.
  ///
  /// @param traceparent what the caller said; empty if nothing
  public TraceContext context(String traceparent) {
    return TraceContext.parse(traceparent).orElseGet(() -> TraceContext.begin(ratio));
  }

  /// A name for a span.
  public String newSpanId() {
    return TraceContext.newSpanId();
  }

  /// Queues the spans of one request. Returns at once.
  public void record(List<Span> spans) {
    if (closing || !queue.offer(spans)) {
      dropped.addAndGet(spans.size());
    }
  }

  /// Spans that arrived.
  public long sent() {
    return sent.get();
  }

  /// Spans that were lost.
  public long dropped() {
    return dropped.get();
  }

  /// Sends what is queued, waiting for it at most some seconds.
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  private void run() {
    try (sender) {
      while (!closing || !queue.isEmpty()) {
        List<Span> first = queue.poll(LINGER_MILLIS / 4, TimeUnit.MILLISECONDS);
        if (first != null) {
          send(first);
        }
      }
    } catch (InterruptedException _) {
      // Closing takes too long: what is left is lost.
      queue.forEach(spans -> dropped.addAndGet(spans.size()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Sends a request's spans with those of others that end within the next second.
  private void send(List<Span> first) throws InterruptedException {
    List<Span> spans = new ArrayList<>(first);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
    for (int traces = 1; traces < TRACES_PER_REQUEST; traces++) {
      long left = closing ? 0 : end - System.nanoTime();
      List<Span> next = queue.poll(Math.min(left, LINGER_MILLIS * 250_000), TimeUnit.NANOSECONDS);
      if (next != null) {
        spans.addAll(next);
      } else if (left <= 0) {
        break;
      }
    }
    try {
      sender.send(format.request(spans));
      sent.addAndGet(spans.size());
    } catch (IOException | RuntimeException _) {
      dropped.addAndGet(spans.size());
    }
  }
}
