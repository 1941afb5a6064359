package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.uniform.RowLabel;
import io.cloakwork.spi.uniform.UniformSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The launch that fills polynomials of a buffer from a seed: a work-group a row.
public final class ExpansionPlan {

  private static final int SEED_WORDS = 4;
  private static final int LABEL_WORDS = 2;

  private ExpansionPlan() {}

  /// The plan for a buffer of this shape, whose words are the only [BufferRef] of the launch.
  ///
  /// @throws IllegalArgumentException if the targets are not of the shape
  public static LaunchPlan of(
      RnsShape shape, UniformSource source, List<UniformSource.Target> targets, Tuning tuning) {
    source.requireFits(shape, targets);
    int limbs = shape.limbs();
    int[] rows = new int[targets.size() * limbs];
    List<Modulus> moduli = new ArrayList<>(rows.length);
    long[] scalars = Arrays.copyOf(words(source.seed()), SEED_WORDS + LABEL_WORDS * rows.length);
    for (int i = 0; i < rows.length; i++) {
      UniformSource.Target target = targets.get(i / limbs);
      int limb = i % limbs;
      rows[i] = shape.checkedRow(target.item(), target.poly(), limb);
      moduli.add(shape.basis().get(limb));
      writeLabel(source.label(target, limb), scalars, SEED_WORDS + LABEL_WORDS * i);
    }
    Value out = new Value(0, "out", Value.Role.OUTPUT, shape);
    LaunchWriter writer = new LaunchWriter(shape.logN());
    if (rows.length > 0) {
      writer
          .step(KernelProgram.uniform(tuning), "uniform_rows", moduli, 1, 1)
          .with(Rows.of(new BufferRef.Bound(out), rows))
          .scalars(scalars)
          .launch(1);
    }
    return writer.finish(0);
  }

  private static long[] words(byte[] seed) {
    long[] words = new long[SEED_WORDS];
    ByteBuffer.wrap(seed).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    return words;
  }

  /// Stream and digit in one word, the limb in the next.
  private static void writeLabel(RowLabel label, long[] to, int at) {
    to[at] = Integer.toUnsignedLong(label.stream()) | (long) label.digit() << Integer.SIZE;
    to[at + 1] = label.limb();
  }
}
