package io.cloakwork.ckks.linear;

import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.Plaintext;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A linear map on a device: a plan and the encoded diagonals that it needs. Owns its plaintexts.
public final class EncodedLinearTransform implements AutoCloseable {

  private final BsgsPlan plan;
  private final SortedMap<Integer, Plaintext> diagonals;
  private final int level;
  private final double scale;

  private EncodedLinearTransform(
      BsgsPlan plan, SortedMap<Integer, Plaintext> diagonals, int level, double scale) {
    this.plan = plan;
    this.diagonals = Collections.unmodifiableSortedMap(diagonals);
    this.level = level;
    this.scale = scale;
  }

  /// Encodes every diagonal of the plan.
  ///
  /// @param level the highest level of ciphertexts that it will be applied to
  /// @param scale of the diagonals
  public static EncodedLinearTransform encode(
      Encoder encoder, LinearTransform transform, BsgsPlan plan, int level, double scale) {
    SortedMap<Integer, Plaintext> diagonals = new TreeMap<>();
    try {
      for (int offset : plan.offsets()) {
        diagonals.put(
            offset, encoder.encodeExtended(transform.diagonalFor(plan, offset), level, scale));
      }
    } catch (RuntimeException e) {
      diagonals.values().forEach(Plaintext::close);
      throw e;
    }
    return new EncodedLinearTransform(plan, diagonals, level, scale);
  }

  public BsgsPlan plan() {
    return plan;
  }

  /// The encoded diagonals by offset.
  public SortedMap<Integer, Plaintext> diagonals() {
    return diagonals;
  }

  public int level() {
    return level;
  }

  public double scale() {
    return scale;
  }

  /// Gives the words on the device back.
  @Override
  public void close() {
    diagonals.values().forEach(Plaintext::close);
  }
}
