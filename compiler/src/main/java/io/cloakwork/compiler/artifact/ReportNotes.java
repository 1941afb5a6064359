package io.cloakwork.compiler.artifact;

import io.cloakwork.compiler.PredictedError;
import io.cloakwork.cost.TimePrediction;
import java.util.List;

/// What a report says beyond what follows from the program.
///
/// @param layerBits predicted precision of each layer's result
/// @param error predicted of the output
/// @param time predicted time of each layer, and the machine it is for
/// @param notes for the user
record ReportNotes(
    List<Double> layerBits, PredictedError error, TimePrediction time, List<String> notes) {

  ReportNotes {
    layerBits = List.copyOf(layerBits);
    notes = List.copyOf(notes);
  }
}
