package io.cloakwork.compiler;

import io.cloakwork.compiler.layer.LayerInterpreter;
import io.cloakwork.compiler.program.SlotInterpreter;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import io.cloakwork.compiler.throughput.ThroughputInterpreter;
import io.cloakwork.compiler.throughput.ThroughputProgram;

/// Runs every stage of a compiled network on clear values, so that a wrong result can be traced to
/// the stage that made it. Inputs and outputs are row-major.
public final class ClearInterpreter {

  private ClearInterpreter() {}

  /// The model as it was imported: the plain prediction. The network as exactly as it is known: the
  /// model itself or, of a network that was read from a file, its program.
  public static double[] plain(CompiledNetwork network, double[] input) {
    return network.source().isPresent() ? model(network, input) : slots(network, input);
  }

  /// The imported model.
  ///
  /// @throws IllegalArgumentException if the network was read from a file
  public static double[] model(CompiledNetwork network, double[] input) {
    TensorGraph model = source(network).model();
    Tensor x = new Tensor(model.input().shape(), input.clone());
    return TensorInterpreter.run(model, x).toArray();
  }

  /// The network that is computed on ciphertexts, in which polynomials stand for activations: the
  /// layers or, of a network that was read from a file, its program.
  public static double[] fitted(CompiledNetwork network, double[] input) {
    return network.source().isPresent() ? layers(network, input) : slots(network, input);
  }

  /// The affine and polynomial layers.
  ///
  /// @throws IllegalArgumentException if the network was read from a file
  public static double[] layers(CompiledNetwork network, double[] input) {
    return LayerInterpreter.run(source(network).layers(), input);
  }

  private static NetworkSource source(CompiledNetwork network) {
    return network
        .source()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "network '%s' was read from a file, which has neither model nor layers"
                    .formatted(network.name())));
  }

  /// The ciphertext program on clear slots, for one input.
  public static double[] slots(CompiledNetwork network, double[] input) {
    return switch (network.program()) {
      case SlotProgram program -> SlotInterpreter.run(program, input);
      case ThroughputProgram program -> ThroughputInterpreter.run(program, input);
    };
  }
}
