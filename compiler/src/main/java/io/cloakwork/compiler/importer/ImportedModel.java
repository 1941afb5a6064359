package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.tensor.TensorGraph;
import java.util.List;

/// A model in the tensor IR.
///
/// @param notes what was left out and why, one sentence each
public record ImportedModel(TensorGraph graph, List<String> notes) {

  public ImportedModel {
    notes = List.copyOf(notes);
  }
}
