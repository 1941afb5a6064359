package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import java.util.List;
import java.util.Optional;

/// Turns a command graph into launches, operation by operation.
public final class LaunchPlanner {

  private final List<PlanOp> operations;
  private final PlanContext context;
  private final Transforms transforms;
  private final Conversions conversions;
  private final Combinations combinations;

  private LaunchPlanner(CommandGraph graph, Tuning tuning, TwiddleRows twiddles) {
    this.operations = Fusion.of(graph);
    this.context = new PlanContext(graph, operations, tuning, twiddles);
    this.transforms = new Transforms(context);
    this.conversions = new Conversions(context, transforms);
    this.combinations = new Combinations(context);
  }

  /// The plan of `graph` for a device.
  ///
  /// @param twiddles asked for every prime that is transformed
  /// @throws ArithmeticException if the temporaries are more rows than an int counts
  public static LaunchPlan plan(CommandGraph graph, Tuning tuning, TwiddleRows twiddles) {
    return new LaunchPlanner(graph, tuning, twiddles).plan();
  }

  private LaunchPlan plan() {
    for (int i = 0; i < operations.size(); i++) {
      context.begin(i);
      switch (operations.get(i)) {
        case PlanOp.Single single -> emit(single.op());
        case PlanOp.Conversion conversion -> conversions.convert(conversion);
        case PlanOp.Division division -> conversions.divide(division);
        case PlanOp.Product product -> combinations.product(product);
      }
      context.end(i);
    }
    return context.finish();
  }

  private void emit(RnsOp command) {
    RnsView<?> out = command.out();
    switch (command) {
      case RnsOp.Ntt op ->
          transforms.forward(
              extent(out), Optional.empty(), context.rows(op.in()), context.rows(out));
      case RnsOp.Intt op -> inverse(op);
      case RnsOp.Add<?> op -> words("add", out, op.a(), op.b());
      case RnsOp.Sub<?> op -> words("sub", out, op.a(), op.b());
      case RnsOp.Neg<?> op -> words("neg", out, op.a());
      case RnsOp.Copy<?> op -> words("copy", out, op.a());
      case RnsOp.Fill op -> fill(op);
      case RnsOp.Automorphism<?> op -> automorphism(op);
      case RnsOp.Mul op -> products("mul", out, op.a(), op.b());
      case RnsOp.MulAdd op -> products("mul_add", out, op.a(), op.b(), op.c());
      case RnsOp.MulScalar<?> op -> scale(op);
      case RnsOp.BaseConvert _, RnsOp.ModDown _, RnsOp.Rescale _, RnsOp.InnerProduct _ ->
          throw new IllegalStateException(command + " was to be planned with what is around it");
      case RnsOp.LinearCombination<?> op -> combinations.linearCombination(op);
    }
  }

  private static Transforms.Extent extent(RnsView<?> out) {
    return new Transforms.Extent(out.basis().moduli(), out.batch(), out.polys());
  }

  private void inverse(RnsOp.Intt op) {
    transforms.inverse(
        extent(op.out()), context.rows(op.in()), context.rows(op.out()), Residue.ONE, Residue.ZERO);
  }

  private LaunchWriter.Step step(
      KernelProgram program, String kernel, RnsView<?> out, RnsView<?>... operands) {
    LaunchWriter.Step step = context.writer().step(program, kernel, out);
    for (RnsView<?> operand : operands) {
      step.with(context.rows(operand));
    }
    return step.with(context.rows(out));
  }

  private void words(String kernel, RnsView<?> out, RnsView<?>... operands) {
    step(context.words(), kernel, out, operands).launch(context.tuning());
  }

  private void fill(RnsOp.Fill op) {
    step(context.words(), "fill", op.out()).scalars(words(op.scalars())).launch(context.tuning());
  }

  private static long[] words(Scalars scalars) {
    long[] words = new long[scalars.size()];
    java.util.Arrays.setAll(words, scalars::get);
    return words;
  }

  private void automorphism(RnsOp.Automorphism<?> op) {
    switch (op.out().domain()) {
      case Domain.Eval _ ->
          step(context.words(), "automorphism_eval", op.out(), op.a())
              .count(op.element().value())
              .launch(context.tuning());
      case Domain.Coeff _ ->
          step(context.words(), "automorphism_coeff", op.out(), op.a())
              .count(op.element().inverse().value())
              .launch(context.tuning());
    }
  }

  /// A launch for each lane.
  private void products(String kernel, RnsView<?> out, RnsView<?>... operands) {
    for (LanePart part : LanePart.of(out.basis().moduli(), context.tuning())) {
      LaunchWriter.Step step = part(kernel, part, out);
      for (RnsView<?> operand : List.of(operands)) {
        step.with(part.of(context.rows(operand)));
      }
      step.with(part.of(context.rows(out))).launch(context.tuning());
    }
  }

  private void scale(RnsOp.MulScalar<?> op) {
    LimbWords scalars = LimbWords.scalars((_, limb) -> op.scalars().get(limb), Residue.ZERO);
    for (LanePart part : LanePart.of(op.out().basis().moduli(), context.tuning())) {
      part("scale", part, op.out())
          .with(part.of(context.rows(op.a())))
          .with(part.of(context.rows(op.out())))
          .scalars(part.words(scalars))
          .launch(context.tuning());
    }
  }

  private LaunchWriter.Step part(String kernel, LanePart part, RnsView<?> out) {
    return context
        .writer()
        .step(context.products(part.lane()), kernel, part.moduli(), out.batch(), out.polys());
  }
}
