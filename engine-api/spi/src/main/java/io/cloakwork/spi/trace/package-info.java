/// Traces: whole programs over RNS polynomials as files that stand alone. A [Trace] has the command
/// graphs of a compiled network, the buffers between them, what is in those that come from outside,
/// and the SHA-256 of everything that is computed. [TraceFile] reads and writes it, [TraceReplay]
/// executes it on any device. `trace.proto`, beside this package in the jar, is the format.
package io.cloakwork.spi.trace;
