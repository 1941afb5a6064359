package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;

/// Launches of transforms: one for each pass and lane.
final class Transforms {

  private final PlanContext context;
  private final TransformShape shape;

  Transforms(PlanContext context) {
    this.context = context;
    this.shape = TransformShape.of(context.logN(), context.tuning());
  }

  /// out = Ntt(in); both may be the same rows.
  void forward(RnsBasis basis, int items, int polys, Rows in, Rows out) {
    for (LanePart part : LanePart.of(basis, context.tuning())) {
      Rows source = part.of(in);
      if (shape.hasTwoPasses()) {
        pass("ntt_columns", part, false, items, polys, source, part.of(out)).launch(shape.tiles());
        source = part.of(out);
      }
      pass("ntt_blocks", part, false, items, polys, source, part.of(out)).launch(shape.tiles());
    }
  }

  /// What becomes of a coefficient at the end of an inverse transform.
  interface Finish {
    long of(Modulus modulus, int limb);
  }

  /// out = factor · Intt(in) + addend.
  void inverse(
      RnsBasis basis, int items, int polys, Rows in, Rows out, Finish factor, Finish addend) {
    for (LanePart part : LanePart.of(basis, context.tuning())) {
      long[] scalars = scalars(part, factor, addend);
      Rows source = part.of(in);
      var blocks = pass("intt_blocks", part, true, items, polys, source, part.of(out));
      blocks.scalars(scalars).launch(shape.tiles());
      if (shape.hasTwoPasses()) {
        source = part.of(out);
        var columns = pass("intt_columns", part, true, items, polys, source, part.of(out));
        columns.scalars(scalars).launch(shape.tiles());
      }
    }
  }

  /// The factor and the addend of each limb, N^−1 included.
  private long[] scalars(LanePart part, Finish factor, Finish addend) {
    long[] scalars = new long[part.limbs().size() * Lane.SCALAR_WORDS];
    for (int i = 0; i < part.limbs().size(); i++) {
      Modulus modulus = part.basis().get(i);
      int limb = part.limbs().get(i);
      long inverseN = modulus.invert(modulus.reduce(1L << context.logN()));
      long whole = modulus.multiply(inverseN, factor.of(modulus, limb));
      part.lane()
          .writeScalar(whole, addend.of(modulus, limb), modulus, scalars, i * Lane.SCALAR_WORDS);
    }
    return scalars;
  }

  private LaunchWriter.Step pass(
      String kernel, LanePart part, boolean inverse, int items, int polys, Rows in, Rows out) {
    KernelProgram program = KernelProgram.transforms(part.lane(), shape);
    return context
        .writer()
        .step(program, kernel, part.basis(), items, polys)
        .with(in)
        .with(powers(part, inverse))
        .with(out);
  }

  private Rows powers(LanePart part, boolean inverse) {
    Lane lane = part.lane();
    int[] rows = new int[part.basis().size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          context.twiddles().firstRow(lane, context.logN(), part.basis().get(i))
              + (inverse ? lane.factorWords() : 0);
    }
    return Rows.ofTables(new BufferRef.Twiddles(lane, context.logN()), rows);
  }
}
