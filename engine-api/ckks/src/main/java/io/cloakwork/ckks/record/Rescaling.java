package io.cloakwork.ckks.record;

import io.cloakwork.ckks.LevelMismatchException;
import io.cloakwork.ckks.Scales;

/// Moving down the chain: division by the last prime (ePrint 2018/931, §3.3), or forgetting it.
final class Rescaling {

  private final Scope scope;
  private final OperandChecks checks;

  Rescaling(Scope scope, OperandChecks checks) {
    this.scope = scope;
    this.checks = checks;
  }

  CipherRef rescale(CipherRef a) {
    checks.rescalable("rescale", a);
    double scale = Scales.afterRescale(scope.parameters, a.level(), a.scale());
    CipherRef out = scope.result(a.size(), a.level() - 1, scale);
    scope.graph.rescaleInto(a.polys(), out.polys());
    return out;
  }

  /// A narrower view: costs nothing.
  CipherRef dropLevel(CipherRef a, int level) {
    if (level < 0 || level > a.level()) {
      throw new LevelMismatchException(
          "dropLevel: level %d is not in [0, %d]".formatted(level, a.level()));
    }
    scope.parameters.requireScaleFits("dropLevel", level, a.scale());
    return new CipherRef(a.polys().restrict(scope.basis(level)), level, a.scale());
  }
}
