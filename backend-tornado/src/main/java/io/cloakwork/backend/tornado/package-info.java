/// Graphs as tasks of TornadoVM, which compiles the Java methods in
/// [io.cloakwork.backend.tornado.kernels] for an OpenCL device. Primes below 2^31, transforms and
/// what is done word by word; nothing else is declared.
package io.cloakwork.backend.tornado;
