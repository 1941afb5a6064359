package io.cloakwork.compiler;

import io.cloakwork.compiler.layer.LayerInterpreter;
import io.cloakwork.compiler.program.SlotInterpreter;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import io.cloakwork.compiler.throughput.ThroughputInterpreter;
import io.cloakwork.compiler.throughput.ThroughputProgram;

/// Runs every stage of a compiled network on clear values, so that a wrong result can be traced to
/// the stage that made it. Inputs and outputs are row-major.
public final class ClearInterpreter {

  private ClearInterpreter() {}

  /// The model as it was imported: the plain prediction.
  public static double[] model(CompiledNetwork network, double[] input) {
    Tensor x = new Tensor(network.model().input().shape(), input.clone());
    return TensorInterpreter.run(network.model(), x).toArray();
  }

  /// The affine and polynomial layers.
  public static double[] layers(CompiledNetwork network, double[] input) {
    return LayerInterpreter.run(network.layers(), input);
  }

  /// The ciphertext program on clear slots, for one input.
  public static double[] slots(CompiledNetwork network, double[] input) {
    return switch (network.program()) {
      case SlotProgram program -> SlotInterpreter.run(program, input);
      case ThroughputProgram program -> ThroughputInterpreter.run(program, input);
    };
  }
}
