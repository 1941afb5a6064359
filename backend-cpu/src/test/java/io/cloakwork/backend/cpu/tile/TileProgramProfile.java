package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.TestGraphs;
import io.cloakwork.backend.cpu.kernel.KernelTable;
import io.cloakwork.backend.cpu.kernel.Rows;
import io.cloakwork.backend.cpu.kernel.VectorMode;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.ModulusChain;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Where the time of a program goes: `TileProgramProfile [logN]
/// [rotate|multiply|rotate8|product|plain|rescale] [runs]`. Runs the steps of a program in one
/// thread, in program order, and adds up each step's best time, so that other load on the machine
/// shows little.
public final class TileProgramProfile {

  private TileProgramProfile() {}

  /// Prints one line a kind of step.
  public static void main(String[] args) throws InterruptedException {
    int logN = args.length > 0 ? Integer.parseInt(args[0]) : 14;
    String name = args.length < 2 ? "rotate" : args[1];
    int runs = args.length > 2 ? Integer.parseInt(args[2]) : 300;
    ModulusChain chain = TestGraphs.chain(logN, logN == 15 ? 19 : 8, 2);
    int dnum = logN == 15 ? 10 : 4;
    CommandGraph graph =
        switch (name) {
          case "rotate" -> TestGraphs.rotate(chain, dnum, 1);
          case "multiply" -> TestGraphs.multiply(chain, dnum, 1);
          case "rotate8" -> TestGraphs.rotateHoisted(chain, dnum, 8);
          case "product" -> TestGraphs.product(chain);
          case "plain" -> TestGraphs.plainProduct(chain);
          case "rescale" -> TestGraphs.rescale(chain);
          default -> throw new IllegalArgumentException("no graph is named " + name);
        };
    try (KernelTable kernels = KernelTable.create(VectorMode.AUTO)) {
      kernels.warmUp();
      kernels.readiness().awaitSettled(true, Duration.ofMinutes(2));
      TileProgram program = new TileCompiler(1, kernels, CacheBudget.untuned()).compile(graph);
      program.description().forEach(System.out::println);
      print(best(program, spaces(program, graph), runs), program, 1 << logN);
    }
  }

  private static Rows[] spaces(TileProgram program, CommandGraph graph) {
    List<Value> bound = graph.boundValues();
    Rows[] spaces = new Rows[1 + bound.size()];
    spaces[0] = Rows.allocate(program.fastWords(), program.wideWords());
    for (int i = 0; i < bound.size(); i++) {
      RowLayout layout = new RowLayout(bound.get(i).shape());
      spaces[1 + i] = Rows.allocate(layout.fastWords(), layout.wideWords());
    }
    return spaces;
  }

  private static long[] best(TileProgram program, Rows[] spaces, int runs) {
    TileContext context = new TileContext(0);
    long[] best = new long[steps(program).size()];
    Arrays.fill(best, Long.MAX_VALUE);
    for (int run = 0; run < runs; run++) {
      int at = 0;
      for (int stage = 0; stage < program.stages(); stage++) {
        TileProgram.Stage s = program.stage(stage);
        for (int tile = 0; tile < program.tiles(stage); tile++) {
          context.enter(spaces, program.firstItem(stage), s.tileItem()[tile]);
          for (RowStep step : s.code()[s.tileCode()[tile]]) {
            long start = System.nanoTime();
            step.run(context);
            long nanos = System.nanoTime() - start;
            best[at] = Math.min(best[at], nanos);
            at++;
          }
        }
      }
    }
    return best;
  }

  private static List<RowStep> steps(TileProgram program) {
    List<RowStep> steps = new java.util.ArrayList<>();
    for (int stage = 0; stage < program.stages(); stage++) {
      TileProgram.Stage s = program.stage(stage);
      for (int code : s.tileCode()) {
        steps.addAll(List.of(s.code()[code]));
      }
    }
    return steps;
  }

  private static void print(long[] best, TileProgram program, int degree) {
    Map<String, long[]> byKind = new TreeMap<>();
    List<RowStep> steps = steps(program);
    for (int i = 0; i < best.length; i++) {
      String kind =
          switch (steps.get(i)) {
            case RowStep.InnerProduct product -> "InnerProduct(" + product.a().length + ")";
            case RowStep.InnerProductPair pair -> "InnerProductPair(" + pair.a().length + ")";
            case RowStep.Gather gather -> "Gather(" + gather.digits().length + ")";
            case RowStep.Blocked blocked ->
                "Blocked"
                    + Arrays.stream(blocked.steps())
                        .map(step -> step.getClass().getSimpleName())
                        .toList();
            case RowStep step -> step.getClass().getSimpleName();
          };
      long[] sum = byKind.computeIfAbsent(kind, _ -> new long[2]);
      sum[0]++;
      sum[1] += best[i];
    }
    byKind.forEach((kind, sum) ->
        System.out.printf(
            "%-40s %4d x %8.2f us = %9.1f us  (%.3f ns a word)%n",
            kind, sum[0], sum[1] / 1e3 / sum[0], sum[1] / 1e3, (double) sum[1] / sum[0] / degree));
    System.out.printf("%60s %9.1f us%n", "sum", Arrays.stream(best).sum() / 1e3);
  }
}
