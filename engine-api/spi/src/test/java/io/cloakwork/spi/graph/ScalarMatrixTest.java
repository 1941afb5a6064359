package io.cloakwork.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScalarMatrixTest {

  private static final long LARGEST = (1L << 62) - 1;

  private static void assertRefused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(GraphException.class).hasMessage(message);
  }

  @Test
  void rowsAreSortedAndZerosForgotten() {
    ScalarMatrix matrix =
        ScalarMatrix.builder(5)
            .add(4, LARGEST)
            .add(0, -LARGEST)
            .add(2, 0)
            .add(3, 7)
            .endRow()
            .endRow()
            .add(1, 1)
            .endRow()
            .build();
    assertThat(matrix.rows()).isEqualTo(3);
    assertThat(matrix.columns()).isEqualTo(5);
    assertThat(matrix.entries()).isEqualTo(4);
    assertThat(new int[] {matrix.column(0), matrix.column(1), matrix.column(2), matrix.column(3)})
        .containsExactly(0, 3, 4, 1);
    assertThat(matrix.weight(0)).isEqualTo(-LARGEST);
    assertThat(matrix.weight(2)).isEqualTo(LARGEST);
    assertThat(
            new int[] {
              matrix.rowStart(0), matrix.rowStart(1), matrix.rowStart(2), matrix.rowStart(3)
            })
        .containsExactly(0, 3, 3, 4);
  }

  @Test
  void equalityIsThatOfMatrices() {
    ScalarMatrix dense = ScalarMatrix.dense(new long[][] {{0, 3}, {0, 0}});
    ScalarMatrix sparse = ScalarMatrix.builder(2).add(1, 3).endRow().endRow().build();
    assertThat(sparse).isEqualTo(dense).hasSameHashCodeAs(dense).hasToString(dense.toString());
    assertThat(dense.toString()).startsWith("ScalarMatrix[2 x 2, 1 entries, sha256 ");
    for (long[][] other :
        new long[][][] {{{0, 3}}, {{3, 0}, {0, 0}}, {{0, -3}, {0, 0}}, {{0, 0}, {0, 3}}}) {
      ScalarMatrix unequal = ScalarMatrix.dense(other);
      assertThat(unequal).isNotEqualTo(dense);
      assertThat(unequal.toString()).isNotEqualTo(dense.toString());
    }
  }

  /// Equal listings mean equal graphs.
  @Test
  void listingsTellMatricesApart() {
    assertThat(listing(4)).isEqualTo(listing(4)).isNotEqualTo(listing(5));
  }

  private static String listing(long weight) {
    GraphBuilder graph = CommandGraph.builder(4, 1);
    RnsView<Domain.Eval> x = graph.input("x", Domain.EVAL, 2, RnsBasis.of(Modulus.of(97)));
    ScalarMatrix matrix = ScalarMatrix.dense(new long[][] {{weight}});
    graph.output("out", graph.linearCombination(x, matrix, List.of()));
    return graph.build().listing();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertRefused("a matrix of 0 columns is not in [1, 1048576]", () -> ScalarMatrix.builder(0));
    assertRefused(
        "a matrix of 1048577 columns is not in [1, 1048576]",
        () -> ScalarMatrix.builder((1 << 20) + 1));
    ScalarMatrix.Builder builder = ScalarMatrix.builder(2).add(0, 1).endRow();
    assertRefused("row 1: column 2 is not in the 2 of the matrix", () -> builder.add(2, 1));
    assertRefused("row 1: column -1 is not in the 2 of the matrix", () -> builder.add(-1, 1));
    assertRefused(
        "row 1, column 0: weight 4611686018427387904 is not in (-2^62, 2^62)",
        () -> builder.add(0, 1L << 62));
    assertRefused(
        "row 1, column 0: weight -9223372036854775808 is not in (-2^62, 2^62)",
        () -> builder.add(0, Long.MIN_VALUE));
    builder.add(1, 5);
    assertRefused(
        "a matrix of 1 rows and 1 weights after the last: end at least one row, and every one",
        builder::build);
    assertRefused("row 1: column 1 is set twice", () -> builder.add(1, 6));
    assertRefused(
        "a matrix of 0 rows and 0 weights after the last: end at least one row, and every one",
        () -> ScalarMatrix.builder(1).build());
    assertRefused(
        "a row of 1 weights in a matrix of 2 columns",
        () -> ScalarMatrix.dense(new long[][] {{1, 2}, {1}}));
    assertRefused(
        "a matrix of 0 rows: at least one is needed", () -> ScalarMatrix.dense(new long[0][]));
  }
}
