package io.cloakwork.compiler.artifact;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.throughput.ThroughputStage;
import io.cloakwork.spi.graph.ScalarMatrix;
import java.util.ArrayList;
import java.util.List;

/// The stages of a throughput program: their number, and for each a code, its name, what it holds,
/// and how many ciphertexts at which level and scale it writes. A matrix is its rows, columns and
/// the entries of each row: column, weight.
final class ThroughputProgramFormat {

  private static final int LINEAR = 0;
  private static final int SQUARE = 1;
  private static final int CHEBYSHEV = 2;
  private static final int RESCALE = 3;

  private static final int MAX_STAGES = 1 << 16;
  private static final int ENTRY_BYTES = Integer.BYTES + Long.BYTES;

  private ThroughputProgramFormat() {}

  static void write(ProgramOutput out, List<ThroughputStage> stages) {
    out.number(stages.size());
    for (ThroughputStage stage : stages) {
      switch (stage) {
        case ThroughputStage.Linear linear -> {
          out.number(LINEAR);
          out.text(linear.name());
          write(out, linear);
        }
        case ThroughputStage.Square square -> {
          out.number(SQUARE);
          out.text(square.name());
          out.number(square.operand());
          out.number(square.rescales());
        }
        case ThroughputStage.Chebyshev chebyshev -> {
          out.number(CHEBYSHEV);
          out.text(chebyshev.name());
          out.number(chebyshev.operand());
          out.number(chebyshev.rescales());
          out.real(chebyshev.polynomial().low());
          out.real(chebyshev.polynomial().high());
          out.reals(chebyshev.polynomial().coefficients());
        }
        case ThroughputStage.Rescale rescale -> {
          out.number(RESCALE);
          out.text(rescale.name());
          out.number(rescale.operand());
          out.number(rescale.rescales());
        }
      }
      out.number(stage.form().ciphertexts());
      out.number(stage.form().level());
      out.real(stage.form().scale());
    }
  }

  private static void write(ProgramOutput out, ThroughputStage.Linear linear) {
    out.number(linear.terms().size());
    for (ThroughputStage.Term term : linear.terms()) {
      out.number(term.operand());
      out.real(term.weightScale());
      write(out, term.weights());
    }
    out.reals(linear.bias());
  }

  private static void write(ProgramOutput out, ScalarMatrix matrix) {
    out.number(matrix.rows());
    out.number(matrix.columns());
    for (int row = 0; row < matrix.rows(); row++) {
      int start = matrix.rowStart(row);
      int end = matrix.rowStart(row + 1);
      out.number(end - start);
      for (int entry = start; entry < end; entry++) {
        out.number(matrix.column(entry));
        out.longNumber(matrix.weight(entry));
      }
    }
  }

  static List<ThroughputStage> read(ProgramInput in, Parameters parameters)
      throws ArtifactException {
    int count = in.count("stages", 1, MAX_STAGES, Integer.BYTES);
    List<ThroughputStage> stages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int code = in.number("stage", LINEAR, RESCALE);
      String name = in.text("stage name");
      stages.add(
          switch (code) {
            case LINEAR -> {
              List<ThroughputStage.Term> terms = terms(in, i);
              double[] bias = in.reals("bias");
              yield new ThroughputStage.Linear(name, terms, bias, form(in, parameters));
            }
            case SQUARE ->
                new ThroughputStage.Square(
                    name, operand(in, i), rescales(in, parameters), form(in, parameters));
            case CHEBYSHEV -> chebyshev(in, parameters, name, i);
            case RESCALE ->
                new ThroughputStage.Rescale(
                    name, operand(in, i), rescales(in, parameters), form(in, parameters));
            default -> throw new IllegalStateException("stage " + code);
          });
    }
    return stages;
  }

  private static int operand(ProgramInput in, int index) throws ArtifactException {
    return in.number("operand", -1, index - 1);
  }

  private static int rescales(ProgramInput in, Parameters parameters) throws ArtifactException {
    return in.number("rescales", 0, parameters.maxLevel());
  }

  private static CipherForm form(ProgramInput in, Parameters parameters) throws ArtifactException {
    return new CipherForm(
        in.number("ciphertexts", 1, 1 << 20),
        in.number("level", 0, parameters.maxLevel()),
        in.scale("scale"));
  }

  private static ThroughputStage chebyshev(
      ProgramInput in, Parameters parameters, String name, int index) throws ArtifactException {
    int operand = operand(in, index);
    int rescales = rescales(in, parameters);
    double low = in.real("low");
    double high = in.real("high");
    double[] coefficients = in.reals("coefficients");
    if (!(low < high) || coefficients.length == 0) {
      throw new ArtifactException(
          "stage '%s' of the program has %d coefficients on [%s, %s], which is no polynomial"
              .formatted(name, coefficients.length, low, high));
    }
    ChebyshevPolynomial polynomial = new ChebyshevPolynomial(low, high, coefficients);
    return new ThroughputStage.Chebyshev(name, operand, rescales, polynomial, form(in, parameters));
  }

  private static List<ThroughputStage.Term> terms(ProgramInput in, int index)
      throws ArtifactException {
    int count = in.count("terms", 1, MAX_STAGES, Integer.BYTES);
    List<ThroughputStage.Term> terms = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int operand = operand(in, index);
      double scale = in.scale("weight scale");
      terms.add(new ThroughputStage.Term(operand, matrix(in), scale));
    }
    return terms;
  }

  private static ScalarMatrix matrix(ProgramInput in) throws ArtifactException {
    int rows = in.count("rows", 1, ScalarMatrix.MAX_DIMENSION, Integer.BYTES);
    int columns = in.number("columns", 1, ScalarMatrix.MAX_DIMENSION);
    long bound = (1L << ScalarMatrix.MAX_WEIGHT_BITS) - 1;
    ScalarMatrix.Builder builder = ScalarMatrix.builder(columns);
    for (int row = 0; row < rows; row++) {
      int entries = in.count("entries", 0, columns, ENTRY_BYTES);
      int previous = -1;
      for (int i = 0; i < entries; i++) {
        // Ascending columns also keep a hostile row from being sorted entry by entry.
        previous = in.number("column", previous + 1, columns - 1);
        builder.add(previous, in.longNumber("weight", -bound, bound));
      }
      builder.endRow();
    }
    return builder.build();
  }
}
