/// Metrics, health and a status page over HTTP, to be read and nothing else.
package io.cloakwork.serve.server.ops.status;
