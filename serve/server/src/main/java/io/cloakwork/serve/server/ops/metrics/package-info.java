/// What happens and what is there, as numbers for Prometheus, and the last minutes for the status
/// page.
package io.cloakwork.serve.server.ops.metrics;
