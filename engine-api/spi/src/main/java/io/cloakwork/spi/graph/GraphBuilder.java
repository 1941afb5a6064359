package io.cloakwork.spi.graph;

import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;

/// Records a [CommandGraph]. Every method without `Into` allocates a temporary for its result;
/// `Into` writes rows of a value made before, so that a value can be put together limb by limb.
public final class GraphBuilder {

  private final int logN;
  private final int batch;
  private final List<Value> values = new ArrayList<>();
  private final List<RnsOp> commands = new ArrayList<>();

  GraphBuilder(int logN, int batch) {
    this.logN = logN;
    this.batch = batch;
  }

  public int logN() {
    return logN;
  }

  public int batch() {
    return batch;
  }

  /// An input that differs from item to item.
  public <D extends Domain> RnsView<D> input(String name, D domain, int polys, RnsBasis basis) {
    return declare(name, Value.Role.INPUT, shape(domain, batch, polys, basis));
  }

  /// An input shared by the batch, as one client's keys are.
  public <D extends Domain> RnsView<D> sharedInput(
      String name, D domain, int polys, RnsBasis basis) {
    return declare(name, Value.Role.INPUT, shape(domain, 1, polys, basis));
  }

  /// A constant shared by the batch, resident on the device for the life of the executable.
  public <D extends Domain> RnsView<D> constant(String name, D domain, int polys, RnsBasis basis) {
    return declare(name, Value.Role.CONSTANT, shape(domain, 1, polys, basis));
  }

  /// An output to be written row by row with `Into` methods.
  public <D extends Domain> RnsView<D> output(String name, D domain, int polys, RnsBasis basis) {
    return declare(name, Value.Role.OUTPUT, shape(domain, batch, polys, basis));
  }

  /// An output with the words of `view`.
  public <D extends Domain> RnsView<D> output(String name, RnsView<D> view) {
    RnsView<D> out = declare(name, Value.Role.OUTPUT, view.shape().withBatch(batch));
    return copyInto(view, out);
  }

  /// A temporary of the graph's batch, to be written with `Into` methods.
  public <D extends Domain> RnsView<D> temporary(D domain, int polys, RnsBasis basis) {
    return declareTemporary(shape(domain, batch, polys, basis));
  }

  public RnsView<Eval> ntt(RnsView<Coeff> in) {
    return nttInto(in, declareTemporary(in.shape().withDomain(Domain.EVAL)));
  }

  public RnsView<Eval> nttInto(RnsView<Coeff> in, RnsView<Eval> out) {
    return append(new RnsOp.Ntt(in, out), out);
  }

  public RnsView<Coeff> intt(RnsView<Eval> in) {
    return inttInto(in, declareTemporary(in.shape().withDomain(Domain.COEFF)));
  }

  public RnsView<Coeff> inttInto(RnsView<Eval> in, RnsView<Coeff> out) {
    return append(new RnsOp.Intt(in, out), out);
  }

  public <D extends Domain> RnsView<D> add(RnsView<D> a, RnsView<D> b) {
    return addInto(a, b, result(List.of(a, b)));
  }

  public <D extends Domain> RnsView<D> addInto(RnsView<D> a, RnsView<D> b, RnsView<D> out) {
    return append(new RnsOp.Add<>(a, b, out), out);
  }

  public <D extends Domain> RnsView<D> sub(RnsView<D> a, RnsView<D> b) {
    return subInto(a, b, result(List.of(a, b)));
  }

  public <D extends Domain> RnsView<D> subInto(RnsView<D> a, RnsView<D> b, RnsView<D> out) {
    return append(new RnsOp.Sub<>(a, b, out), out);
  }

  public <D extends Domain> RnsView<D> neg(RnsView<D> a) {
    return negInto(a, result(List.of(a)));
  }

  public <D extends Domain> RnsView<D> negInto(RnsView<D> a, RnsView<D> out) {
    return append(new RnsOp.Neg<>(a, out), out);
  }

  public RnsView<Eval> mul(RnsView<Eval> a, RnsView<Eval> b) {
    return mulInto(a, b, result(List.of(a, b)));
  }

  public RnsView<Eval> mulInto(RnsView<Eval> a, RnsView<Eval> b, RnsView<Eval> out) {
    return append(new RnsOp.Mul(a, b, out), out);
  }

  public RnsView<Eval> mulAdd(RnsView<Eval> a, RnsView<Eval> b, RnsView<Eval> c) {
    return mulAddInto(a, b, c, result(List.of(a, b, c)));
  }

  public RnsView<Eval> mulAddInto(
      RnsView<Eval> a, RnsView<Eval> b, RnsView<Eval> c, RnsView<Eval> out) {
    return append(new RnsOp.MulAdd(a, b, c, out), out);
  }

  public <D extends Domain> RnsView<D> mulScalar(RnsView<D> a, Scalars scalars) {
    return mulScalarInto(a, scalars, result(List.of(a)));
  }

  public <D extends Domain> RnsView<D> mulScalarInto(
      RnsView<D> a, Scalars scalars, RnsView<D> out) {
    return append(new RnsOp.MulScalar<>(a, scalars, out), out);
  }

  public <D extends Domain> RnsView<D> automorphism(RnsView<D> a, GaloisElement element) {
    return automorphismInto(a, element, result(List.of(a)));
  }

  public <D extends Domain> RnsView<D> automorphismInto(
      RnsView<D> a, GaloisElement element, RnsView<D> out) {
    return append(new RnsOp.Automorphism<>(a, element, out), out);
  }

  public RnsView<Coeff> baseConvert(RnsView<Coeff> in, RnsBasis target) {
    return baseConvertInto(in, declareTemporary(in.shape().withBasis(target)));
  }

  public RnsView<Coeff> baseConvertInto(RnsView<Coeff> in, RnsView<Coeff> out) {
    return append(new RnsOp.BaseConvert(in, out), out);
  }

  /// Divides by the last `divisorLimbs` limbs of `in`.
  public RnsView<Eval> modDown(RnsView<Eval> in, int divisorLimbs) {
    RnsBasis kept = in.basis().range(0, in.limbs() - divisorLimbs);
    return modDownInto(in, declareTemporary(in.shape().withBasis(kept)));
  }

  public RnsView<Eval> modDownInto(RnsView<Eval> in, RnsView<Eval> out) {
    return append(new RnsOp.ModDown(in, out), out);
  }

  public RnsView<Eval> rescale(RnsView<Eval> in) {
    RnsBasis kept = in.basis().range(0, in.limbs() - 1);
    return rescaleInto(in, declareTemporary(in.shape().withBasis(kept)));
  }

  public RnsView<Eval> rescaleInto(RnsView<Eval> in, RnsView<Eval> out) {
    return append(new RnsOp.Rescale(in, out), out);
  }

  public RnsView<Eval> innerProduct(List<RnsView<Eval>> a, List<RnsView<Eval>> b) {
    List<RnsView<Eval>> all = new ArrayList<>(a);
    all.addAll(b);
    return innerProductInto(a, b, declareTemporary(resultShape(all)));
  }

  public RnsView<Eval> innerProductInto(
      List<RnsView<Eval>> a, List<RnsView<Eval>> b, RnsView<Eval> out) {
    return append(new RnsOp.InnerProduct(a, b, out), out);
  }

  /// The combinations of the ciphertexts in `in` that the rows of `matrix` say. `offsets` has none
  /// or one for every row.
  public <D extends Domain> RnsView<D> linearCombination(
      RnsView<D> in, ScalarMatrix matrix, List<Scalars> offsets) {
    int polys = Math.multiplyExact(in.polys() / matrix.columns(), matrix.rows());
    RnsShape shape = in.shape().withPolys(Math.max(1, polys));
    return linearCombinationInto(in, matrix, offsets, declareTemporary(shape));
  }

  public <D extends Domain> RnsView<D> linearCombinationInto(
      RnsView<D> in, ScalarMatrix matrix, List<Scalars> offsets, RnsView<D> out) {
    return append(new RnsOp.LinearCombination<>(in, matrix, offsets, out), out);
  }

  public <D extends Domain> RnsView<D> copyInto(RnsView<D> a, RnsView<D> out) {
    return append(new RnsOp.Copy<>(a, out), out);
  }

  /// A temporary of one polynomial, shared by the batch, whose words are the scalars.
  public <D extends Domain> RnsView<D> fill(D domain, RnsBasis basis, Scalars scalars) {
    return fillInto(scalars, declareTemporary(shape(domain, 1, 1, basis)));
  }

  /// [#fill] over the limbs and in the domain of `like`.
  <D extends Domain> RnsView<D> fillAs(RnsView<D> like, Scalars scalars) {
    return fillInto(scalars, declareTemporary(like.shape().withPolys(1).withBatch(1)));
  }

  public <D extends Domain> RnsView<D> fillInto(Scalars scalars, RnsView<D> out) {
    return append(new RnsOp.Fill(scalars, out), out);
  }

  /// Checks and seals the graph.
  ///
  /// @throws GraphException if a row is read before it is written, written twice or never, or a
  ///   name is used twice
  public CommandGraph build() {
    return new CommandGraph(logN, batch, values, commands);
  }

  private RnsShape shape(Domain domain, int items, int polys, RnsBasis basis) {
    return new RnsShape(domain, logN, items, polys, basis);
  }

  private <D extends Domain> RnsView<D> result(List<RnsView<D>> operands) {
    return declareTemporary(resultShape(operands));
  }

  private static <D extends Domain> RnsShape resultShape(List<RnsView<D>> operands) {
    RnsShape first = operands.getFirst().shape();
    int polys = 1;
    int items = 1;
    for (RnsView<D> operand : operands) {
      polys = Math.max(polys, operand.polys());
      items = Math.max(items, operand.batch());
    }
    return first.withPolys(polys).withBatch(items);
  }

  private <D extends Domain> RnsView<D> declareTemporary(RnsShape shape) {
    return declare("t" + values.size(), Value.Role.TEMPORARY, shape);
  }

  private <D extends Domain> RnsView<D> declare(String name, Value.Role role, RnsShape shape) {
    Value value = new Value(values.size(), name, role, shape);
    values.add(value);
    return RnsView.whole(value);
  }

  private <D extends Domain> RnsView<D> append(RnsOp op, RnsView<D> out) {
    commands.add(op);
    return out;
  }
}
