package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Scales;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.layer.SparseAffine;
import io.cloakwork.spi.graph.ScalarMatrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns a sketch into stages for given primes: rounds weights, and follows levels and scales
/// exactly.
final class StageBuilder {

  private final LevelPlan plan;
  private final Parameters parameters;
  private final CipherForm input;
  private final List<ThroughputStage> stages = new ArrayList<>();

  private StageBuilder(Sketch sketch, LevelPlan plan, Parameters parameters) {
    this.plan = plan;
    this.parameters = parameters;
    double scale = Math.scalb(1.0, (int) plan.logInput());
    this.input = new CipherForm(sketch.inputs(), parameters.maxLevel(), scale);
  }

  static ThroughputProgram build(Sketch sketch, LevelPlan plan, Parameters parameters) {
    StageBuilder builder = new StageBuilder(sketch, plan, parameters);
    for (int i = 0; i < sketch.nodes().size(); i++) {
      builder.stages.add(builder.stage(sketch.nodes().get(i), plan.places().get(i)));
    }
    builder.rescaleOutput();
    return new ThroughputProgram(parameters, builder.input, parameters.slots(), builder.stages);
  }

  private ThroughputStage stage(Sketch.Node node, LevelPlan.Place place) {
    return switch (node) {
      case Sketch.Sum sum -> linear(sum, place);
      case Sketch.Square square -> {
        CipherForm x = rescaled(square.operand(), place.rescales());
        CipherForm form = new CipherForm(square.size(), x.level(), x.scale() * x.scale());
        yield new ThroughputStage.Square(square.name(), square.operand(), place.rescales(), form);
      }
      case Sketch.Chebyshev c -> {
        int level = plan.level(place.end());
        double scale = Math.scalb(1.0, (int) place.logScale());
        yield new ThroughputStage.Chebyshev(
            c.name(),
            c.operand(),
            place.rescales(),
            c.polynomial(),
            new CipherForm(c.size(), level, scale));
      }
    };
  }

  private CipherForm form(int operand) {
    return operand == Sketch.INPUT ? input : stages.get(operand).form();
  }

  private CipherForm rescaled(int operand, int rescales) {
    CipherForm form = form(operand);
    double scale = form.scale();
    for (int i = 0; i < rescales; i++) {
      scale = Scales.afterRescale(parameters, form.level() - i, scale);
    }
    return new CipherForm(form.ciphertexts(), form.level() - rescales, scale);
  }

  private ThroughputStage linear(Sketch.Sum sum, LevelPlan.Place place) {
    int level = plan.level(place.position());
    double scale = Math.scalb(1.0, (int) place.logScale());
    for (int i = 0; i < place.rescales(); i++) {
      scale *= parameters.chain().chainQ().get(level - i).value();
    }
    List<ThroughputStage.Term> terms = new ArrayList<>();
    for (Sketch.Term term : sum.terms()) {
      double weightScale = place.rescales() == 0 ? 1 : scale / form(term.operand()).scale();
      ScalarMatrix weights = rounded(term.map(), weightScale);
      terms.add(new ThroughputStage.Term(term.operand(), weights, weightScale));
    }
    if (place.rescales() == 0) {
      scale = form(sum.terms().getFirst().operand()).scale();
    }
    CipherForm form = new CipherForm(sum.size(), level, scale);
    return new ThroughputStage.Linear(sum.name(), terms, sum.bias(), form);
  }

  private static ScalarMatrix rounded(SparseAffine map, double scale) {
    Map<Integer, List<long[]>> rows = new HashMap<>();
    map.forEach((row, column, weight) ->
        rows.computeIfAbsent(row, _ -> new ArrayList<>())
            .add(new long[] {column, (long) Math.rint(weight * scale)}));
    ScalarMatrix.Builder matrix = ScalarMatrix.builder(map.columns());
    for (int row = 0; row < map.rows(); row++) {
      for (long[] entry : rows.getOrDefault(row, List.of())) {
        matrix.add((int) entry[0], entry[1]);
      }
      matrix.endRow();
    }
    return matrix.build();
  }

  /// One prime less to send, where the last sum left some to divide by.
  private void rescaleOutput() {
    int last = stages.size() - 1;
    int rescales = plan.places().getLast().rescales();
    if (rescales > 0) {
      CipherForm form = rescaled(last, rescales);
      stages.add(new ThroughputStage.Rescale("output", last, rescales, form));
    }
  }
}
