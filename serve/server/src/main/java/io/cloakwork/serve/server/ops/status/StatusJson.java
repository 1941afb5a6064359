package io.cloakwork.serve.server.ops.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cloakwork.serve.server.ops.Health;
import io.cloakwork.serve.server.ops.Outcome;
import io.cloakwork.serve.server.ops.Sampler;
import io.cloakwork.serve.server.ops.ServiceSnapshot;
import io.cloakwork.serve.server.ops.metrics.History;
import io.cloakwork.serve.server.ops.metrics.ServiceMetrics;
import io.cloakwork.serve.store.CacheStatistics;
import io.cloakwork.serve.store.JobPhase;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The service as one JSON object: what the page shows. No client is named.
final class StatusJson {

  private static final double NANOS = 1e9;

  private final JsonFactory json = new JsonFactory();
  private final String version;
  private final Health health;
  private final Sampler sampler;
  private final ServiceMetrics metrics;
  private final Clock clock;
  private final Instant started;

  StatusJson(String version, Health health, Sampler sampler, ServiceMetrics metrics, Clock clock) {
    this.version = version;
    this.health = health;
    this.sampler = sampler;
    this.metrics = metrics;
    this.clock = clock;
    started = clock.instant();
  }

  String write() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      service(out);
      Optional<ServiceSnapshot> snapshot = sampler.latest();
      if (snapshot.isPresent()) {
        models(out, snapshot.get());
        load(out, snapshot.get());
        keys(out, snapshot.get());
        device(out, snapshot.get());
      }
      stages(out);
      history(out);
      out.writeEndObject();
    }
    return text.toString();
  }

  private void service(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("service");
    out.writeStringField("version", version);
    out.writeStringField("state", health.state().name().toLowerCase(Locale.ROOT));
    out.writeStringField("started", started.toString());
    out.writeNumberField("uptimeSeconds", Duration.between(started, clock.instant()).toSeconds());
    out.writeEndObject();
  }

  private static void models(JsonGenerator out, ServiceSnapshot snapshot) throws IOException {
    out.writeArrayFieldStart("models");
    for (ServiceSnapshot.Model model : snapshot.models()) {
      out.writeStartObject();
      out.writeStringField("name", model.name());
      out.writeNumberField("lanes", model.lanes());
      out.writeNumberField("runSeconds", model.runSeconds());
      out.writeNumberField("requestBytes", model.requestBytes());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void load(JsonGenerator out, ServiceSnapshot snapshot) throws IOException {
    out.writeObjectFieldStart("load");
    out.writeNumberField("sessions", snapshot.host().sessions());
    out.writeNumberField("activeClients", metrics.activeClients());
    out.writeNumberField("queued", snapshot.host().queued());
    out.writeNumberField("running", snapshot.host().running());
    out.writeNumberField("predictedSeconds", snapshot.host().predictedWork().toNanos() / NANOS);
    out.writeNumberField("heldBytes", snapshot.host().heldBytes());
    out.writeObjectFieldStart("jobs");
    for (Map.Entry<JobPhase, Integer> jobs : snapshot.jobs().entrySet()) {
      out.writeNumberField(jobs.getKey().name().toLowerCase(Locale.ROOT), jobs.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void keys(JsonGenerator out, ServiceSnapshot snapshot) throws IOException {
    CacheStatistics keys = snapshot.keys();
    out.writeObjectFieldStart("keys");
    out.writeNumberField("hits", keys.hits());
    out.writeNumberField("misses", keys.misses());
    out.writeNumberField("readBytes", keys.diskBytes());
    out.writeNumberField("uploadedBytes", keys.uploadedBytes());
    out.writeObjectFieldStart("device");
    out.writeNumberField("bytes", keys.deviceBytes());
    out.writeNumberField("budget", snapshot.keyBudgets().deviceBytes());
    out.writeNumberField("pinned", keys.pinnedBytes());
    out.writeNumberField("sets", keys.deviceKeySets());
    out.writeNumberField("evictions", keys.deviceEvictions());
    out.writeEndObject();
    out.writeObjectFieldStart("ram");
    out.writeNumberField("bytes", keys.ramBytes());
    out.writeNumberField("budget", snapshot.keyBudgets().ramBytes());
    out.writeNumberField("evictions", keys.ramEvictions());
    out.writeEndObject();
    out.writeObjectFieldStart("disk");
    out.writeNumberField("bytes", snapshot.stored().bytes());
    out.writeNumberField("sets", snapshot.stored().keySets());
    out.writeNumberField("files", snapshot.stored().files());
    out.writeNumberField("uploads", snapshot.stored().uploads());
    out.writeNumberField("uploadBytes", snapshot.stored().uploadBytes());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void device(JsonGenerator out, ServiceSnapshot snapshot) throws IOException {
    out.writeObjectFieldStart("device");
    out.writeStringField("backend", snapshot.device().backend());
    out.writeStringField("name", snapshot.device().name());
    out.writeNumberField("allocatedBytes", snapshot.deviceBytes());
    out.writeNumberField("limitBytes", snapshot.device().memoryBytes());
    out.writeEndObject();
  }

  private void stages(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("stages");
    for (History.StageTimes times : metrics.history().stages()) {
      out.writeStartObject();
      out.writeStringField("stage", times.stage().label());
      out.writeNumberField("count", times.count());
      quantiles(out, times.median(), times.p95(), times.p99());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void history(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("history");
    out.writeNumberField("stepSeconds", History.STEP_SECONDS);
    out.writeArrayFieldStart("steps");
    for (History.Step step : metrics.history().steps()) {
      out.writeStartObject();
      out.writeNumberField("ago", step.secondsAgo());
      for (Map.Entry<Outcome, Long> ended : step.ended().entrySet()) {
        out.writeNumberField(ended.getKey().label(), ended.getValue());
      }
      quantiles(out, step.median(), step.p95(), step.p99());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void quantiles(JsonGenerator out, double median, double p95, double p99)
      throws IOException {
    out.writeNumberField("median", median);
    out.writeNumberField("p95", p95);
    out.writeNumberField("p99", p99);
  }
}
