/// What operators see of a running service: metrics, traces and a status page. Nothing here is
/// derived from a plaintext, and no client is named.
package io.cloakwork.serve.server.ops;
