package io.cloakwork.compiler;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.record.KeyLevels;
import io.cloakwork.cost.GraphCost;
import io.cloakwork.cost.MachineProfile;
import io.cloakwork.cost.RunTime;
import io.cloakwork.cost.TimePrediction;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.ArrayList;
import java.util.List;

/// Predicts how long a program's steps take, from the graphs that will run.
final class ProgramTime {

  private ProgramTime() {}

  static RunPrediction predict(CompiledProgram program, KeyRequest keys, MachineProfile profile) {
    KeyLevels levels = KeyLevels.of(keys);
    List<Double> seconds = new ArrayList<>();
    RunTime parts = RunTime.NONE;
    long bytes = 0;
    int last = program.steps().size() - 1;
    for (int i = 0; i <= last; i++) {
      SegmentRecording recorded =
          CompiledNetwork.record(program, program.steps().get(i), 1, levels);
      CommandGraph graph = recorded.recording().graph();
      GraphCost cost = GraphCost.of(graph);
      seconds.add(profile.seconds(cost));
      parts = parts.plus(profile.time(cost));
      bytes += i == 0 ? bytes(graph, SegmentRecording.input(0)) : 0;
      bytes += i == last ? bytes(graph, SegmentRecording.OUTPUT) : 0;
    }
    return new RunPrediction(
        new TimePrediction(profile.name(), profile.fingerprint(), profile.threads(), seconds),
        parts.withTransfers(profile.transferSeconds(bytes)));
  }

  private static long bytes(CommandGraph graph, String name) {
    return graph.bound(name).shape().bytes();
  }
}
