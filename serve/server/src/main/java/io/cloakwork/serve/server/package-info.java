/// The service as a process.
package io.cloakwork.serve.server;
