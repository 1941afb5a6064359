package io.cloakwork.kernels.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HazardsTest {

  private static final ModulusChain CHAIN =
      ModulusChain.search(13, new int[] {50, 40, 40}, new int[] {50});

  private static Rows rows(int start, int limbs) {
    return Rows.ofScratch(start, 1, 1, limbs);
  }

  private final Hazards hazards = new Hazards();

  private List<Integer> next(Rows... operands) {
    return hazards.next(List.of(operands));
  }

  @Test
  void readersWaitForTheWriterAndNotForEachOther() {
    assertThat(next(rows(0, 2), rows(10, 2))).isEmpty();
    assertThat(next(rows(11, 1), rows(20, 1))).containsExactly(0);
    assertThat(next(rows(10, 1), rows(21, 1))).containsExactly(0);
  }

  @Test
  void aWriterWaitsForReadersAndWriters() {
    next(rows(0, 1), rows(10, 2));
    next(rows(10, 2), rows(20, 1));
    next(rows(11, 1), rows(30, 1));
    assertThat(next(rows(0, 1), rows(11, 1))).containsExactly(1, 2);
    assertThat(next(rows(0, 1), rows(10, 2))).containsExactly(3);
  }

  @Test
  void rowsThatDoNotTouchAreIndependent() {
    next(rows(0, 1), rows(10, 2));
    assertThat(next(rows(0, 1), rows(12, 2))).isEmpty();
    assertThat(next(rows(12, 1), rows(9, 1))).containsExactly(1);
  }

  @Test
  void whatTheOthersWaitForIsLeftOut() {
    next(rows(0, 1), rows(1, 1));
    next(rows(1, 1), rows(2, 1));
    assertThat(next(rows(1, 1), rows(2, 1), rows(3, 1))).containsExactly(1);
  }

  @Test
  void buffersAreToldApart() {
    Rows twiddles = Rows.of(new BufferRef.Twiddles(Lane.FP64, 13), new int[] {0, 4});
    next(rows(0, 1), twiddles, rows(1, 1));
    assertThat(next(rows(5, 1), twiddles, rows(6, 1))).isEmpty();
  }

  @Test
  void selectedLimbsTouchWhatTheWholeTouches() {
    next(rows(0, 1), rows(10, 4));
    assertThat(next(rows(10, 4).select(List.of(0, 0, 0)), rows(20, 3))).containsExactly(0);
    assertThat(next(rows(0, 1), rows(13, 1))).containsExactly(1);
  }

  @Test
  void everyPolynomialOfSeveralIsTouched() {
    next(rows(0, 1), rows(10, 2).followedBy(rows(12, 2), 3));
    assertThat(next(rows(15, 1), rows(30, 1))).containsExactly(0);
    assertThat(next(rows(16, 1), rows(31, 1))).isEmpty();
  }

  /// Branches of a graph that share inputs do not wait for each other; their sum waits for all.
  @Test
  void branchesRunSideBySide() {
    GraphBuilder graph = CommandGraph.builder(CHAIN.logN(), 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, CHAIN.chainQ());
    List<RnsView<Eval>> squares = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      squares.add(graph.mul(a, a));
    }
    RnsView<Eval> sum = graph.add(graph.add(squares.get(0), squares.get(1)), squares.get(2));
    graph.output("out", graph.add(sum, squares.get(3)));
    List<Launch> launches =
        LaunchPlanner.plan(graph.build(), Tuning.forGpu(), (_, _, _) -> 0).launches();
    assertThat(launches)
        .filteredOn(launch -> launch.kernel().equals("mul"))
        .hasSize(4)
        .allSatisfy(launch -> assertThat(launch.after()).isEmpty());
    assertThat(launches)
        .filteredOn(launch -> launch.kernel().equals("add"))
        .first()
        .satisfies(launch -> assertThat(launch.after()).containsExactly(0, 1));
  }
}
