package io.cloakwork.ckks.polynomial;

import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import java.util.ArrayList;
import java.util.List;

/// Polynomials of one ciphertext on a device: a plan, and the encoded coefficients where they
/// differ from slot to slot. Owns its plaintexts.
public final class EncodedPolynomials implements AutoCloseable {

  private final List<SlotPolynomial> polynomials;
  private final PolynomialPlan plan;
  private final List<Plaintext> coefficients;
  private final int level;
  private final double scale;
  private final double targetScale;

  private EncodedPolynomials(
      List<SlotPolynomial> polynomials,
      PolynomialPlan plan,
      List<Plaintext> coefficients,
      int level,
      double scale,
      double targetScale) {
    this.polynomials = List.copyOf(polynomials);
    this.plan = plan;
    this.coefficients = List.copyOf(coefficients);
    this.level = level;
    this.scale = scale;
    this.targetScale = targetScale;
  }

  private record Constant(SlotVector slots, int level, double scale) {}

  /// Encodes for arguments at exactly `level` and `scale`, which coefficients are made for.
  ///
  /// @param targetScale the scale of the results
  public static EncodedPolynomials encode(
      Encoder encoder,
      List<SlotPolynomial> polynomials,
      PolynomialPlan plan,
      int level,
      double scale,
      double targetScale) {
    List<Plaintext> coefficients = new ArrayList<>();
    try {
      for (Constant c : constants(encoder, polynomials, plan, level, scale, targetScale)) {
        coefficients.add(encoder.encode(c.slots(), c.level(), c.scale()));
      }
    } catch (RuntimeException e) {
      coefficients.forEach(Plaintext::close);
      throw e;
    }
    return new EncodedPolynomials(polynomials, plan, coefficients, level, scale, targetScale);
  }

  /// What a recording asks for.
  private static List<Constant> constants(
      Encoder encoder,
      List<SlotPolynomial> polynomials,
      PolynomialPlan plan,
      int level,
      double scale,
      double targetScale) {
    Parameters parameters = encoder.parameters();
    CkksRecorder recorder = new CkksRecorder(parameters, 1);
    CipherRef x = recorder.input("x", level, scale);
    List<Constant> constants = new ArrayList<>();
    recorder.polynomials(
        x,
        polynomials,
        plan,
        targetScale,
        (slots, at, coefficientScale) -> {
          constants.add(new Constant(slots, at, coefficientScale));
          return recorder.constant("c" + constants.size(), at, coefficientScale);
        });
    return constants;
  }

  public List<SlotPolynomial> polynomials() {
    return polynomials;
  }

  public PolynomialPlan plan() {
    return plan;
  }

  /// The coefficients in the order in which [CkksRecorder#polynomials] declares them.
  public List<Plaintext> coefficients() {
    return coefficients;
  }

  /// The level of arguments.
  public int level() {
    return level;
  }

  /// The scale of arguments.
  public double scale() {
    return scale;
  }

  /// The scale of results.
  public double targetScale() {
    return targetScale;
  }

  /// Gives the words on the device back.
  @Override
  public void close() {
    coefficients.forEach(Plaintext::close);
  }
}
