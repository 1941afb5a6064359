package io.cloakwork.compiler;

import io.cloakwork.cost.RunTime;
import io.cloakwork.cost.TimePrediction;

/// How long one run of a network takes on a machine.
///
/// @param time of every step, ciphertexts on the device in to ciphertexts on the device out
/// @param parts where that time goes, all steps together, and what the input and the output take on
///   their way to and from the device
public record RunPrediction(TimePrediction time, RunTime parts) {}
