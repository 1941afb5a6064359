package io.cloakwork.serve.server.log;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Makes what libraries say (gRPC and Netty, through java.util.logging) events of the log, warnings
/// and what is worse.
///
/// gRPC also warns of what callers do wrong, such as a message above the limit, with the status
/// that the caller gets as an exception. Anybody can cause as many of those as he likes, so they
/// are one line in ten seconds, which says why and how many more there were, without a stack trace.
public final class LibraryLog extends Handler {

  private static final long REFUSALS_APART = TimeUnit.SECONDS.toNanos(10);

  private final EventLog log;
  private final LongSupplier nanos;
  private final Formatter formatter = new SimpleFormatter();

  // Guarded by this.
  private boolean refusedBefore;
  private long lastRefusal;
  private long unsaid;

  /// @param nanos a clock that only goes on
  LibraryLog(EventLog log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
    setLevel(Level.WARNING);
  }

  /// Replaces all handlers of the process. For the program; a service that is embedded leaves its
  /// process's logging alone.
  public static void redirectTo(EventLog log) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(new LibraryLog(log, System::nanoTime));
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    Optional<Status> refusal = status(record.getThrown());
    if (refusal.isPresent()) {
      refused(refusal.get());
      return;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("logger", String.valueOf(record.getLoggerName()));
    fields.put("message", formatter.formatMessage(record));
    if (record.getThrown() != null) {
      fields.put("exception", record.getThrown());
    }
    boolean severe = record.getLevel().intValue() >= Level.SEVERE.intValue();
    log.write(severe ? EventLog.Level.ERROR : EventLog.Level.WARN, "library", fields);
  }

  private static Optional<Status> status(Throwable thrown) {
    return switch (thrown) {
      case StatusRuntimeException e -> Optional.of(e.getStatus());
      case StatusException e -> Optional.of(e.getStatus());
      case null, default -> Optional.empty();
    };
  }

  private void refused(Status status) {
    long others;
    synchronized (this) {
      long now = nanos.getAsLong();
      if (refusedBefore && now - lastRefusal < REFUSALS_APART) {
        unsaid++;
        return;
      }
      others = unsaid;
      unsaid = 0;
      refusedBefore = true;
      lastRefusal = now;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", status.getCode().name());
    fields.put("reason", String.valueOf(status.getDescription()));
    fields.put("unsaidBefore", others);
    log.warn("message.refused", fields);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
