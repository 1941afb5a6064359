package io.cloakwork.compiler;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.record.KeyLevels;

/// The keys that a program needs, each for the highest level at which a step uses it.
final class ProgramKeys {

  private ProgramKeys() {}

  static KeyRequest of(CompiledProgram program) {
    Parameters parameters = program.parameters();
    KeyLevels anyLevel = KeyLevels.atMaxLevel(parameters);
    KeyRequest keys = KeyRequest.none(parameters);
    for (ProgramStep step : program.steps()) {
      keys = keys.union(CompiledNetwork.record(program, step, 1, anyLevel).recording().keys());
    }
    return keys;
  }
}
