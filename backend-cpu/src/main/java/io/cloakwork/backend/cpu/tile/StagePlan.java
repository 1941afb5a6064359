package io.cloakwork.backend.cpu.tile;

import java.util.Arrays;
import java.util.List;

/// Which of the program's stages computes each row. Between two stages all workers meet, so that a
/// row may be read by tiles of other limbs only in a later stage than its own; everything else is
/// free, and the two extremes differ: [#early] balances load, since rows are made as soon as they
/// can be; [#late] keeps rows in the cache, since each is made in the stage that reads it.
final class StagePlan {

  private final int[] stageOfId;
  private final int stages;

  private StagePlan(int[] stageOfId) {
    this.stageOfId = stageOfId;
    this.stages = Arrays.stream(stageOfId).max().orElse(-1) + 1;
  }

  /// Every row in the first stage that can compute it.
  static StagePlan early(RowGraph graph) {
    int[] stage = new int[graph.ids()];
    Arrays.fill(stage, -1);
    for (RowNode node : graph.nodes()) {
      if (node.isFree()) {
        continue;
      }
      int earliest = 0;
      for (RowNode operand : node.operands()) {
        if (!operand.isFree()) {
          int barrier = operand.isBarrierTo(node) ? 1 : 0;
          earliest = Math.max(earliest, stage[operand.id()] + barrier);
        }
      }
      stage[node.id()] = earliest;
    }
    return new StagePlan(stage);
  }

  /// Every row in the last stage that serves all its readers; rows that only leave the program as
  /// early as they can. As many stages as [#early] has.
  static StagePlan late(RowGraph graph) {
    int[] stage = early(graph).stageOfId;
    List<RowNode> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      RowNode node = nodes.get(i);
      if (node.isFree() || node.users().isEmpty()) {
        continue;
      }
      int latest = Integer.MAX_VALUE;
      for (RowNode user : node.users()) {
        latest = Math.min(latest, stage[user.id()] - (node.isBarrierTo(user) ? 1 : 0));
      }
      stage[node.id()] = latest;
      if (node.op() instanceof RowOp.Combination) { // its rows are made together
        for (RowNode row : node.users()) {
          stage[row.id()] = latest;
        }
      }
    }
    return new StagePlan(stage);
  }

  int stages() {
    return stages;
  }

  int stageOf(RowNode node) {
    return stageOfId[node.id()];
  }
}
