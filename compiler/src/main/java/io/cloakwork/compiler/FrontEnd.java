package io.cloakwork.compiler;

import io.cloakwork.compiler.pass.BatchNormFolding;
import io.cloakwork.compiler.pass.ConstantFolding;
import io.cloakwork.compiler.pass.PadFolding;
import io.cloakwork.compiler.pass.PolynomialRecognition;
import io.cloakwork.compiler.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.List;

/// Every pass over the tensor IR: what comes out has affine operators and polynomials only.
///
/// @param graph the network that will be computed
/// @param notes what a user should know, one sentence each
record FrontEnd(TensorGraph graph, List<String> notes) {

  FrontEnd {
    notes = List.copyOf(notes);
  }

  /// @param notes of the importer
  static FrontEnd run(TensorGraph model, CompileOptions options, List<String> notes) {
    TensorGraph constants = ConstantFolding.apply(model);
    TensorGraph normalised = BatchNormFolding.apply(constants);
    TensorGraph padded = PadFolding.apply(normalised);
    TensorGraph polynomials = PolynomialRecognition.apply(padded);
    return new FrontEnd(polynomials, new ArrayList<>(notes));
  }
}
