package io.cloakwork.serve.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LibraryLogTest {

  private final List<String> events = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong(-5);
  private final LibraryLog log =
      new LibraryLog(
          (level, event, fields) -> events.add(level + " " + event + " " + fields), nanos::get);

  private void publish(Level level, String message, Throwable thrown) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName("io.grpc");
    record.setThrown(thrown);
    log.publish(record);
  }

  private void refuse(String why) {
    Status status = Status.RESOURCE_EXHAUSTED.withDescription(why);
    publish(Level.WARNING, "Exception processing message", status.asRuntimeException());
  }

  @Test
  void whatCallersDoWrongIsOneLineInTenSeconds() {
    refuse("first");
    refuse("second");
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(9));
    refuse("third");
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    refuse("fourth");
    assertThat(events)
        .containsExactly(
            "WARN message.refused {status=RESOURCE_EXHAUSTED, reason=first, unsaidBefore=0}",
            "WARN message.refused {status=RESOURCE_EXHAUSTED, reason=fourth, unsaidBefore=2}");
  }

  @Test
  void whatIsWrongWithTheServiceIsSaidWithItsTrace() {
    IllegalStateException broken = new IllegalStateException("broken");
    publish(Level.SEVERE, "a transport failed", broken);
    publish(Level.INFO, "idle", null);
    Map<String, Object> fields = new java.util.LinkedHashMap<>();
    fields.put("logger", "io.grpc");
    fields.put("message", "a transport failed");
    fields.put("exception", broken);
    assertThat(events).containsExactly("ERROR library " + fields);
  }
}
