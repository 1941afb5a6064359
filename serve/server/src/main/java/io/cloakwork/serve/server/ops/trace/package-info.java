/// Spans of requests in OpenTelemetry's form. The form is written here (OTLP as JSON, one of its
/// two standard encodings) because the SDK and its exporter are larger than all the rest of the
/// service and have nothing else to do in it: the spans of a request are known when it ends, in one
/// place.
package io.cloakwork.serve.server.ops.trace;
