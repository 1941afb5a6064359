package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Scales;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.CompiledProgram;
import io.cloakwork.compiler.packing.ElementLayout;
import java.util.Arrays;
import java.util.List;

/// A network over ciphertexts of one element each.
///
/// @param inputForm level and scale at which the client encrypts the elements of its inputs
/// @param lanes [CompiledProgram#lanes()]
/// @param stages each after those whose results it reads; the last one's result is the output
public record ThroughputProgram(
    Parameters parameters, CipherForm inputForm, int lanes, List<ThroughputStage> stages)
    implements CompiledProgram {

  public ThroughputProgram {
    stages = List.copyOf(stages);
    if (lanes < 1 || lanes > parameters.slots()) {
      throw new IllegalArgumentException(
          "%d lanes in ciphertexts of %d slots".formatted(lanes, parameters.slots()));
    }
    for (int i = 0; i < stages.size(); i++) {
      for (int operand : stages.get(i).operands()) {
        if (operand < INPUT || operand >= i) {
          throw new IllegalArgumentException(
              "stage %d, '%s', cannot read stage %d".formatted(i, stages.get(i).name(), operand));
        }
      }
    }
  }

  @Override
  public ElementLayout input() {
    return new ElementLayout(inputForm.ciphertexts(), parameters.slots());
  }

  @Override
  public ElementLayout output() {
    return new ElementLayout(outputForm().ciphertexts(), parameters.slots());
  }

  /// The same program for inputs that cannot be encrypted apart.
  ThroughputProgram withoutLanes() {
    return new ThroughputProgram(parameters, inputForm, 1, stages);
  }

  /// Whether an input of zeros, which is what lanes without one have, leaves every stage's result
  /// within its modulus: one that does not would ruin what shares the ciphertexts with it.
  boolean holdsZeros() {
    double[] zeros = new double[inputForm.ciphertexts()];
    List<double[]> trace = ThroughputInterpreter.trace(this, zeros, (_, _) -> {});
    for (int i = 0; i < trace.size(); i++) {
      CipherForm form = stages.get(i).form();
      double largest = Arrays.stream(trace.get(i)).map(Math::abs).max().orElse(0);
      double bits = 1 + Scales.log2(Math.max(largest, Double.MIN_NORMAL) * form.scale());
      // Not a number if the values are not.
      if (!(bits < parameters.logQ(form.level()))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public List<ThroughputStage> steps() {
    return stages;
  }

  /// What a stage writes, or the form of the input.
  public CipherForm form(int stage) {
    return stage == INPUT ? inputForm : stages.get(stage).form();
  }
}
