package io.cloakwork.compiler.artifact;

import java.util.List;

/// What a report says beyond what follows from the program.
///
/// @param layerBits predicted precision of each layer's result
/// @param outputBits predicted precision of the output
/// @param notes for the user
record ReportNotes(List<Double> layerBits, double outputBits, List<String> notes) {

  ReportNotes {
    layerBits = List.copyOf(layerBits);
    notes = List.copyOf(notes);
  }
}
