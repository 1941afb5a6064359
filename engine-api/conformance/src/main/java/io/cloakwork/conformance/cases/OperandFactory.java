package io.cloakwork.conformance.cases;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.List;

/// Declares the operands and the result of one operation in the styles of a case.
final class OperandFactory {

  private final OpShape shape;
  private final List<OperandStyle> operandStyles;
  private final ResultStyle resultStyle;
  private final GraphBuilder graph;
  private int operands;
  private RnsView<?> resultValue;

  OperandFactory(OpShape shape, List<OperandStyle> operandStyles, ResultStyle resultStyle) {
    this.shape = shape;
    this.operandStyles = operandStyles;
    this.resultStyle = resultStyle;
    this.graph = CommandGraph.builder(shape.logN(), shape.batch());
  }

  GraphBuilder graph() {
    return graph;
  }

  /// The next operand, an input named a, b, c …, with the limbs of `basis`.
  <D extends Domain> RnsView<D> operand(D domain, RnsBasis basis) {
    OperandStyle style = operandStyles.get(operands % operandStyles.size());
    String name = String.valueOf((char) ('a' + operands));
    operands++;
    int polys = style.onePoly() ? 1 : shape.polys();
    int margin = style.surroundings().margin();
    RnsBasis extended = style.surroundings().extend(shape.logN(), basis);
    RnsView<D> value;
    if (style == OperandStyle.CONSTANT) {
      value = graph.constant(name, domain, polys, extended);
    } else if (style.shared()) {
      value = graph.sharedInput(name, domain, polys + 2 * margin, extended);
    } else {
      value = graph.input(name, domain, polys + 2 * margin, extended);
    }
    return value.polys(margin, polys).restrict(basis);
  }

  /// Where the operation is to write. Called once, before the operation is recorded.
  <D extends Domain> RnsView<D> result(D domain, RnsBasis basis) {
    Surroundings surroundings = resultStyle.surroundings();
    int polys = shape.polys() + 2 * surroundings.margin();
    RnsBasis extended = surroundings.extend(shape.logN(), basis);
    RnsView<D> value =
        resultStyle == ResultStyle.TEMPORARY
            ? graph.temporary(domain, polys, extended)
            : graph.output("out", domain, polys, extended);
    resultValue = value;
    if (surroundings != Surroundings.NONE) {
      fillAround(value);
    }
    return value.polys(surroundings.margin(), shape.polys()).restrict(basis);
  }

  private <D extends Domain> void fillAround(RnsView<D> value) {
    RnsBasis sentinels = new RnsBasis(TestPrimes.sentinels(shape.logN()));
    graph.fillInto(largest(value.basis()), value.poly(0));
    graph.fillInto(largest(value.basis()), value.poly(value.polys() - 1));
    graph.fillInto(largest(sentinels), value.polys(1, shape.polys()).restrict(sentinels));
  }

  private static Scalars largest(RnsBasis basis) {
    return Scalars.ofResidues(basis.moduli().stream().mapToLong(q -> q.value() - 1).toArray());
  }

  /// Seals the graph after the operation has been recorded.
  CommandGraph build() {
    if (resultStyle == ResultStyle.TEMPORARY) {
      graph.output("out", resultValue);
    }
    return graph.build();
  }
}
