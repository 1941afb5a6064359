package io.cloakwork.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Views of views, and the shapes that builders give to results.
class RnsViewTest {

  private static final RnsBasis BASIS =
      RnsBasis.of(Modulus.of(97), Modulus.of(193), Modulus.of(257));

  private final GraphBuilder graph = CommandGraph.builder(4, 3);
  private final RnsView<Eval> x = graph.input("x", Domain.EVAL, 4, BASIS);

  @Test
  void viewsOfViewsCountFromTheView() {
    RnsView<Eval> view = x.polys(1, 3).limbRange(1, 3).polys(1, 2).limbRange(1, 2);
    assertThat(view.firstPoly()).isEqualTo(2);
    assertThat(view.polys()).isEqualTo(2);
    assertThat(view.limb(0)).isEqualTo(2);
    assertThat(view.basis().moduli()).containsExactly(Modulus.of(257));
    assertThat(view.toString()).isEqualTo("x[2..4][2]");
    assertThat(view).isEqualTo(x.polys(2, 2).restrict(BASIS.range(2, 3)));
    assertThat(view.hashCode()).isEqualTo(x.polys(2, 2).limbRange(2, 3).hashCode());
    assertThat(view).isNotEqualTo(x.polys(1, 2).limbRange(2, 3));
  }

  @Test
  void aViewOfChosenRowsTakesItsDomainLater() {
    RnsView<?> view = RnsView.of(x.value(), 1, 2, 2, 0);
    assertThat(view.in(Domain.EVAL)).isEqualTo(x.polys(1, 2).restrict(BASIS.select(2, 0)));
    assertThatThrownBy(() -> view.in(Domain.COEFF))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("is in EVAL, not in COEFF");
    assertNoView("limb 3 is not in the 3", 0, 1, 3);
    assertNoView("each once", 0, 1, 1, 1);
    assertNoView("at least one", 0, 1);
    assertNoView("polynomials", 3, 2, 0);
    assertNoView("polynomials", 1, Integer.MAX_VALUE, 0);
  }

  private void assertNoView(String because, int firstPoly, int polys, int... limbs) {
    assertThatThrownBy(() -> RnsView.of(x.value(), firstPoly, polys, limbs))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining(because);
  }

  @Test
  void wholeIsEveryRowInOrder() {
    assertThat(x.isWhole()).isTrue();
    assertThat(x.polys(0, 4).limbRange(0, 3).isWhole()).isTrue();
    assertThat(x.restrict(BASIS.select(1, 0, 2)).isWhole()).isFalse();
    assertThat(x.polys(0, 3).isWhole()).isFalse();
    assertThat(x.limbRange(0, 2).isWhole()).isFalse();
  }

  @Test
  void resultsTakeTheLargerBatchAndPolynomials() {
    RnsView<Eval> shared = graph.sharedInput("s", Domain.EVAL, 1, BASIS);
    assertThat(graph.add(shared, shared).batch()).isEqualTo(1);
    RnsView<Eval> mixed = graph.mul(shared, x);
    assertThat(mixed.batch()).isEqualTo(3);
    assertThat(mixed.polys()).isEqualTo(4);
    assertThat(graph.innerProduct(List.of(shared), List.of(x.polys(0, 2))).polys()).isEqualTo(2);
    assertThat(graph.output("o", shared).batch()).isEqualTo(3);
  }

  @Test
  void resultsTakeTheLimbsOfTheirOperation() {
    RnsView<Coeff> coefficients = graph.intt(x.limbRange(0, 1));
    assertThat(coefficients.domain()).isEqualTo(Domain.COEFF);
    assertThat(graph.baseConvert(coefficients, BASIS.range(1, 3)).basis())
        .isEqualTo(BASIS.range(1, 3));
    assertThat(graph.modDown(x, 2).basis()).isEqualTo(BASIS.range(0, 1));
    assertThat(graph.rescale(x).basis()).isEqualTo(BASIS.range(0, 2));
    RnsView<Eval> filled = graph.fill(Domain.EVAL, BASIS, Scalars.ofResidues(1, 2, 3));
    assertThat(filled.batch()).isEqualTo(1);
    assertThat(filled.polys()).isEqualTo(1);
  }

  @Test
  void rowsFollowTheOrderOfTheContract() {
    RnsShape shape = x.value().shape();
    assertThat(shape.rows()).isEqualTo(3 * 4 * 3);
    assertThat(shape.row(2, 3, 1)).isEqualTo((2 * 4 + 3) * 3 + 1);
    assertThat(shape.checkedRow(2, 3, 1)).isEqualTo(shape.row(2, 3, 1));
    assertThatThrownBy(() -> shape.checkedRow(0, 4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("item 0, polynomial 4, limb 0 are not in shape EVAL 3 x 4 x 3 x 2^4");
    assertThat(shape.bytes()).isEqualTo(36L * 16 * 8);
  }
}
