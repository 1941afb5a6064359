package io.cloakwork.cli.inference;

import io.cloakwork.cost.MachineProfile;
import java.util.Optional;

/// How a workload is run.
///
/// @param backend the backend's name, for the report
/// @param setupStart [System#nanoTime()] when setting up began
/// @param deviceSeconds how long opening the device took
/// @param warmUpImages how many images are run before anything is timed, at least: the first
///   request is repeated
/// @param profile the machine that times are predicted for; empty where only the prediction that
///   came with a program is known
public record RunSettings(
    String backend,
    long setupStart,
    double deviceSeconds,
    int warmUpImages,
    Optional<MachineProfile> profile) {}
