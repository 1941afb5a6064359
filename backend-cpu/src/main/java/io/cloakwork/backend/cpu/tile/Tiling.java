package io.cloakwork.backend.cpu.tile;

import io.cloakwork.spi.ring.Modulus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The stages of a program as lists of tiles, the costly ones first: rows of a stage that depend on
/// each other are together, others apart, so that as many workers as possible find work.
record Tiling(StagePlan plan, List<List<Tile>> stages) {

  static Tiling of(RowGraph graph, StagePlan plan, int workers) {
    RowNode[] leaderOf = leaders(graph, plan);
    List<Map<RowNode, List<RowNode>>> grouped = new ArrayList<>();
    for (int s = 0; s < plan.stages(); s++) {
      grouped.add(new LinkedHashMap<>());
    }
    for (RowNode node : graph.nodes()) {
      if (!node.isFree()) {
        RowNode leader = find(leaderOf, node);
        grouped.get(plan.stageOf(node)).computeIfAbsent(leader, _ -> new ArrayList<>()).add(node);
      }
    }
    int degree = 1 << graph.graph().logN();
    List<List<Tile>> stages = new ArrayList<>();
    for (Map<RowNode, List<RowNode>> groups : grouped) {
      List<Tile> tiles = new ArrayList<>();
      SharedInputs.join(List.copyOf(groups.values()), graph.graph(), workers)
          .forEach(nodes -> tiles.add(tile(nodes, degree)));
      tiles.sort(Comparator.comparingDouble(Tile::cost).reversed());
      stages.add(List.copyOf(tiles));
    }
    return new Tiling(plan, List.copyOf(stages));
  }

  private static Tile tile(List<RowNode> nodes, int degree) {
    RowNode any = nodes.getFirst();
    double cost = 0;
    for (RowNode node : nodes) {
      cost += RowCost.perWord(node) * degree;
    }
    return new Tile(any.modulus(), any.shared(), TileOrder.of(nodes), cost);
  }

  /// Disjoint sets over rows of one stage that depend on each other without a barrier.
  private static RowNode[] leaders(RowGraph graph, StagePlan plan) {
    RowNode[] leaderOf = new RowNode[graph.ids()];
    for (RowNode node : graph.nodes()) {
      leaderOf[node.id()] = node;
      for (RowNode operand : node.operands()) {
        if (!operand.isFree() && plan.stageOf(operand) == plan.stageOf(node)) {
          leaderOf[find(leaderOf, operand).id()] = find(leaderOf, node);
        }
      }
    }
    return leaderOf;
  }

  @SuppressWarnings("ReferenceEquality") // nodes are compared as places in the graph
  private static RowNode find(RowNode[] leaderOf, RowNode node) {
    RowNode leader = node;
    while (leaderOf[leader.id()] != leader) {
      leaderOf[leader.id()] = leaderOf[leaderOf[leader.id()].id()];
      leader = leaderOf[leader.id()];
    }
    return leader;
  }

  /// Estimated nanoseconds of a run on `threads` workers: each stage as long as its busiest worker
  /// when every tile goes to the worker that is free first, rows that cross a barrier included.
  double estimate(RowGraph graph, int threads) {
    int batch = graph.graph().batch();
    double nanos = 0;
    for (List<Tile> tiles : stages) {
      double[] load = new double[threads];
      for (Tile tile : tiles) {
        for (int i = 0; i < tile.instances(batch); i++) {
          Arrays.sort(load);
          load[0] += tile.cost();
        }
      }
      nanos += Arrays.stream(load).max().orElse(0) + RowCost.BARRIER_NANOS;
    }
    double storedWords = 0;
    for (RowNode node : graph.nodes()) {
      if (isStored(node)) {
        storedWords += (double) (node.shared() ? 1 : batch) * (1 << graph.graph().logN());
      }
    }
    return nanos + storedWords * RowCost.STORED_ROW / threads;
  }

  /// Whether the row is a temporary that some later stage reads.
  boolean isStored(RowNode node) {
    if (node.isFree() || node.target() != null) {
      return false;
    }
    for (RowNode user : node.users()) {
      if (plan.stageOf(user) != plan.stageOf(node)) {
        return true;
      }
    }
    return false;
  }

  /// The moduli of the program's rows.
  static List<Modulus> moduli(RowGraph graph) {
    return graph.nodes().stream().map(RowNode::modulus).distinct().toList();
  }
}
