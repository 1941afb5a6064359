/// The calls of the service, and the jobs that it runs by itself.
package io.cloakwork.serve.server.call;
