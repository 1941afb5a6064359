package io.cloakwork.cli.inference;

/// How a workload is run.
///
/// @param backend the backend's name, for the report
/// @param setupStart [System#nanoTime()] when setting up began
/// @param deviceSeconds how long opening the device took
/// @param warmUpImages how many images are run before anything is timed, at least: the first
///   request is repeated
public record RunSettings(
    String backend, long setupStart, double deviceSeconds, int warmUpImages) {}
