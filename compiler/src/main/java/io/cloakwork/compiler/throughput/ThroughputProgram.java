package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.CompiledProgram;
import io.cloakwork.compiler.packing.ElementLayout;
import java.util.List;

/// A network over ciphertexts of one element each.
///
/// @param inputForm level and scale at which the client encrypts the elements of its inputs
/// @param stages each after those whose results it reads; the last one's result is the output
public record ThroughputProgram(
    Parameters parameters, CipherForm inputForm, List<ThroughputStage> stages)
    implements CompiledProgram {

  public ThroughputProgram {
    stages = List.copyOf(stages);
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

  @Override
  public int lanes() {
    return parameters.slots();
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
