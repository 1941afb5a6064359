package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import java.util.List;
import java.util.Optional;

/// What launches are planned for: a command of the graph, or several that kernels do as one.
sealed interface PlanOp {

  List<RnsView<?>> reads();

  RnsView<?> out();

  /// The index of the command that it stands at.
  int command();

  /// A command as it is.
  record Single(int command, RnsOp op) implements PlanOp {
    @Override
    public List<RnsView<?>> reads() {
      return op.reads();
    }

    @Override
    public RnsView<?> out() {
      return op.out();
    }
  }

  /// out = BaseConvert(x + before) − after, x being the coefficients of `in`, which may be in
  /// either domain: digits are made by the same kernel that would make the coefficients.
  record Conversion(
      int command, RnsView<?> in, Optional<Scalars> before, Optional<Scalars> after, RnsView<?> out)
      implements PlanOp {
    @Override
    public List<RnsView<?>> reads() {
      return List.of(in);
    }
  }

  /// out = (a − b) · factors.
  record Difference(int command, RnsView<?> a, RnsView<?> b, Scalars factors, RnsView<?> out)
      implements PlanOp {
    @Override
    public List<RnsView<?>> reads() {
      return List.of(a, b);
    }
  }
}
