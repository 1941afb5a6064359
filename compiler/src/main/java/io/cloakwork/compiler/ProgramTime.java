package io.cloakwork.compiler;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.record.KeyLevels;
import io.cloakwork.compiler.cost.GraphCost;
import io.cloakwork.compiler.cost.MachineProfile;
import io.cloakwork.compiler.cost.TimePrediction;
import java.util.ArrayList;
import java.util.List;

/// Predicts how long a program's steps take, from the graphs that will run.
final class ProgramTime {

  private ProgramTime() {}

  static TimePrediction predict(CompiledProgram program, KeyRequest keys, MachineProfile profile) {
    KeyLevels levels = KeyLevels.of(keys);
    List<Double> seconds = new ArrayList<>();
    for (ProgramStep step : program.steps()) {
      SegmentRecording recorded = CompiledNetwork.record(program, step, 1, levels);
      seconds.add(profile.seconds(GraphCost.of(recorded.recording().graph())));
    }
    return new TimePrediction(profile.name(), profile.fingerprint(), profile.threads(), seconds);
  }
}
