package io.cloakwork.serve.server.ops;

import io.cloakwork.serve.host.HostListener;
import io.cloakwork.serve.host.RequestInfo;
import io.cloakwork.serve.host.RequestTiming;
import io.cloakwork.serve.host.RunInfo;
import io.cloakwork.serve.store.Owner;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// What a host says of requests of a client whose name must not get anywhere.
final class Requests {

  static final String SECRET_NAME = "unmistakable-client-name";

  static final Owner CLIENT = new Owner(SECRET_NAME);

  private Requests() {}

  static RequestInfo request(String id) {
    return new RequestInfo(id, CLIENT, "m2", OptionalInt.of(0));
  }

  static RequestInfo wholeRequest(String id) {
    return new RequestInfo(id, CLIENT, "m2", OptionalInt.empty());
  }

  static RunInfo run(RequestInfo... requests) {
    return new RunInfo(CLIENT, "m2", List.of(requests), 1);
  }

  static RequestTiming timing(long queueMillis, long keysMillis, long executeMillis, int batch) {
    return new RequestTiming(
        TimeUnit.MILLISECONDS.toNanos(queueMillis),
        TimeUnit.MILLISECONDS.toNanos(keysMillis),
        TimeUnit.MILLISECONDS.toNanos(executeMillis),
        batch);
  }

  /// A request that goes well.
  static void serve(HostListener host, String id, long executeMillis) {
    RequestInfo request = request(id);
    host.accepted(request, 1);
    host.runStarted(run(request));
    host.runFinished(run(request), 0, List.of(), TimeUnit.MILLISECONDS.toNanos(executeMillis));
    host.finished(request, timing(2, 0, executeMillis, 1));
  }
}
