package io.cloakwork.serve.server.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Makes what libraries say (gRPC and Netty, through java.util.logging) events of the log, warnings
/// and what is worse.
public final class LibraryLog extends Handler {

  private final EventLog log;
  private final Formatter formatter = new SimpleFormatter();

  private LibraryLog(EventLog log) {
    this.log = log;
    setLevel(Level.WARNING);
  }

  /// Replaces all handlers of the process. For the program; a service that is embedded leaves its
  /// process's logging alone.
  public static void redirectTo(EventLog log) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(new LibraryLog(log));
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
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

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
