package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.tile.RowOp.Plain;
import io.cloakwork.spi.ring.Modulus;
import java.util.List;

/// Constants added before a base conversion and subtracted after it cost nothing: both halves of
/// the conversion have a shift of their own. RowKey switching raises digits around zero that way.
final class ConversionShifts {

  private ConversionShifts() {}

  /// The same row without a pass for the constant: Scale(x + c) and Gather(…) − c take c as part of
  /// their shift. The row that held the sum is dropped later if nothing else reads it.
  static RowKey fold(RowKey key) {
    if (key.op() instanceof RowOp.Scale scale) {
      return intoScale(key, scale);
    }
    return key.op() == Plain.SUB ? intoGather(key) : key;
  }

  private static RowKey intoScale(RowKey key, RowOp.Scale scale) {
    RowNode sum = key.operands().getFirst();
    if (sum.op() == Plain.ADD) {
      for (int i = 0; i < 2; i++) {
        if (sum.operands().get(i).op() instanceof RowOp.Fill fill) {
          long shift = key.modulus().add(scale.shift(), fill.scalar());
          RowOp shifted = new RowOp.Scale(scale.source(), scale.index(), shift);
          return new RowKey(shifted, key.modulus(), List.of(sum.operands().get(1 - i)));
        }
      }
    }
    return key;
  }

  private static RowKey intoGather(RowKey key) {
    Modulus modulus = key.modulus();
    RowNode converted = key.operands().get(0);
    if (converted.op() instanceof RowOp.Gather gather
        && key.operands().get(1).op() instanceof RowOp.Fill fill) {
      RowOp shifted = new RowOp.Gather(gather.source(), modulus.add(gather.shift(), fill.scalar()));
      return new RowKey(shifted, modulus, converted.operands());
    }
    return key;
  }
}
