package io.cloakwork.serve.server;

import io.cloakwork.serve.host.HostListener;
import io.cloakwork.serve.host.RefusedException;
import io.cloakwork.serve.host.RequestInfo;
import io.cloakwork.serve.host.RequestTiming;
import io.cloakwork.serve.host.RunFailedException;
import io.cloakwork.serve.host.RunInfo;
import io.cloakwork.serve.server.log.EventLog;
import java.util.LinkedHashMap;
import java.util.Map;

/// Logs how every request ended.
final class HostLog implements HostListener {

  private final EventLog log;

  HostLog(EventLog log) {
    this.log = log;
  }

  private static Map<String, Object> fields(RequestInfo request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("requestId", request.id());
    fields.put("client", request.client().name());
    fields.put("model", request.model());
    return fields;
  }

  @Override
  public void finished(RequestInfo request, RequestTiming timing) {
    Map<String, Object> fields = fields(request);
    fields.put("queueMicros", timing.queueNanos() / 1000);
    fields.put("keysMicros", timing.keysNanos() / 1000);
    fields.put("executeMicros", timing.executeNanos() / 1000);
    fields.put("batch", timing.batch());
    log.info("request.finished", fields);
  }

  @Override
  public void refused(RequestInfo request, RefusedException reason) {
    Map<String, Object> fields = fields(request);
    fields.put("reason", reason.reason().name());
    log.info("request.refused", fields);
  }

  @Override
  public void failed(RequestInfo request, RunFailedException cause) {
    Map<String, Object> fields = fields(request);
    fields.put("kind", cause.kind().name());
    log.warn("request.failed", fields);
  }

  @Override
  public void cancelled(RequestInfo request) {
    log.info("request.cancelled", fields(request));
  }

  @Override
  public void runFailed(RunInfo run, Throwable cause) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("client", run.client().name());
    fields.put("model", run.model());
    fields.put("requests", run.requests().stream().map(RequestInfo::id).toList());
    fields.put("exception", cause);
    log.warn("run.failed", fields);
  }
}
