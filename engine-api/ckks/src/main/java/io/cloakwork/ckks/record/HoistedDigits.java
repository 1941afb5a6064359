package io.cloakwork.ckks.record;

import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.RnsView;
import java.util.List;

/// A ciphertext whose c_1 has been decomposed and raised to Q_l ∪ P once, for many rotations
/// (Halevi and Shoup, ePrint 2018/244, §5).
public final class HoistedDigits {

  private final CipherRef source;
  private final List<RnsView<Eval>> digits;

  HoistedDigits(CipherRef source, List<RnsView<Eval>> digits) {
    this.source = source;
    this.digits = List.copyOf(digits);
  }

  /// The ciphertext.
  public CipherRef source() {
    return source;
  }

  List<RnsView<Eval>> digits() {
    return digits;
  }
}
