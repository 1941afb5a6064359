package io.cloakwork.conformance.cases;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Compositions;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Value;
import java.util.List;

/// Records a graph once more with every composite operation written out by its definition. The two
/// must give the same bytes, however a backend fuses either.
class Expansion {

  private final CommandGraph original;
  private final GraphBuilder expanded;
  private final RnsView<?>[] copies;

  Expansion(CommandGraph graph) {
    this.original = graph;
    this.expanded = CommandGraph.builder(graph.logN(), graph.batch());
    this.copies = new RnsView<?>[graph.values().size()];
    for (Value value : graph.values()) {
      copies[value.id()] = declare(value);
    }
  }

  static CommandGraph of(CommandGraph graph) {
    return new Expansion(graph).recordAll();
  }

  CommandGraph recordAll() {
    original.commands().forEach(this::record);
    return expanded.build();
  }

  GraphBuilder expanded() {
    return expanded;
  }

  private RnsView<?> declare(Value value) {
    RnsShape shape = value.shape();
    boolean shared = shape.batch() == 1;
    return switch (value.role()) {
      case INPUT ->
          shared
              ? expanded.sharedInput(value.name(), shape.domain(), shape.polys(), shape.basis())
              : expanded.input(value.name(), shape.domain(), shape.polys(), shape.basis());
      case CONSTANT ->
          expanded.constant(value.name(), shape.domain(), shape.polys(), shape.basis());
      case OUTPUT -> expanded.output(value.name(), shape.domain(), shape.polys(), shape.basis());
      case TEMPORARY -> expanded.temporary(shape.domain(), shape.polys(), shape.basis());
    };
  }

  /// Records what stands for `command`.
  void record(RnsOp command) {
    switch (command) {
      case RnsOp.ModDown op ->
          expanded.copyInto(
              Compositions.modDown(expanded, view(op.in()), op.divisorLimbs()), view(op.out()));
      case RnsOp.Rescale op ->
          expanded.copyInto(Compositions.rescale(expanded, view(op.in())), view(op.out()));
      case RnsOp.InnerProduct op -> {
        RnsOp.InnerProduct copy =
            new RnsOp.InnerProduct(views(op.a()), views(op.b()), view(op.out()));
        expanded.copyInto(Compositions.innerProduct(expanded, copy), copy.out());
      }
      case RnsOp.LinearCombination<?> op -> linearCombination(op);
      case RnsOp.Ntt op -> expanded.nttInto(view(op.in()), view(op.out()));
      case RnsOp.Intt op -> expanded.inttInto(view(op.in()), view(op.out()));
      case RnsOp.BaseConvert op -> expanded.baseConvertInto(view(op.in()), view(op.out()));
      case RnsOp.Mul op -> expanded.mulInto(view(op.a()), view(op.b()), view(op.out()));
      case RnsOp.MulAdd op ->
          expanded.mulAddInto(view(op.a()), view(op.b()), view(op.c()), view(op.out()));
      case RnsOp.Add<?> op -> add(op);
      case RnsOp.Sub<?> op -> sub(op);
      case RnsOp.Neg<?> op -> neg(op);
      case RnsOp.MulScalar<?> op -> mulScalar(op);
      case RnsOp.Automorphism<?> op -> automorphism(op);
      case RnsOp.Copy<?> op -> copy(op);
      case RnsOp.Fill op -> expanded.fillInto(op.scalars(), untyped(op.out()));
    }
  }

  private <D extends Domain> void linearCombination(RnsOp.LinearCombination<D> op) {
    RnsView<D> out = view(op.out());
    Compositions.linearCombinationInto(
        expanded,
        new RnsOp.LinearCombination<>(view(op.in()), op.matrix(), op.offsets(), out),
        out);
  }

  private <D extends Domain> void add(RnsOp.Add<D> op) {
    expanded.addInto(view(op.a()), view(op.b()), view(op.out()));
  }

  private <D extends Domain> void sub(RnsOp.Sub<D> op) {
    expanded.subInto(view(op.a()), view(op.b()), view(op.out()));
  }

  private <D extends Domain> void neg(RnsOp.Neg<D> op) {
    expanded.negInto(view(op.a()), view(op.out()));
  }

  private <D extends Domain> void mulScalar(RnsOp.MulScalar<D> op) {
    expanded.mulScalarInto(view(op.a()), op.scalars(), view(op.out()));
  }

  private <D extends Domain> void automorphism(RnsOp.Automorphism<D> op) {
    expanded.automorphismInto(view(op.a()), op.element(), view(op.out()));
  }

  private <D extends Domain> void copy(RnsOp.Copy<D> op) {
    expanded.copyInto(view(op.a()), view(op.out()));
  }

  private <D extends Domain> List<RnsView<D>> views(List<RnsView<D>> originals) {
    return originals.stream().map(this::view).toList();
  }

  /// The same view of the copy of its value, which has the domain of the original.
  @SuppressWarnings("unchecked")
  <D extends Domain> RnsView<D> view(RnsView<D> original) {
    return (RnsView<D>) untyped(original);
  }

  private RnsView<?> untyped(RnsView<?> original) {
    return copies[original.value().id()]
        .polys(original.firstPoly(), original.polys())
        .restrict(original.basis());
  }
}
