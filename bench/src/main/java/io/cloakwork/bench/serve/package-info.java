/// What a client of the service pays for once and what for every request, measured through real
/// sockets.
package io.cloakwork.bench.serve;
