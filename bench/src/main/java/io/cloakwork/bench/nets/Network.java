package io.cloakwork.bench.nets;

import io.cloakwork.bench.serve.NetworkSource;

/// A network to be measured.
///
/// @param name in reports
/// @param source compiles it
public record Network(String name, NetworkSource source) {}
