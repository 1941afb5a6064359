package io.cloakwork.bench.floors;

/// What the probe has measured on a device, with the threads that it was opened with.
///
/// @param fast modular products a second, primes of the fast lane
/// @param wide the same for larger primes
public record Probed(int threads, Rate fast, Rate wide, Bandwidth bandwidth) {}
