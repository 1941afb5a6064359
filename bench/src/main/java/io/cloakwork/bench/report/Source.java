package io.cloakwork.bench.report;

import io.cloakwork.bench.result.BenchRun;

/// A file of results.
///
/// @param name that readers know it by
public record Source(String name, BenchRun run) {}
