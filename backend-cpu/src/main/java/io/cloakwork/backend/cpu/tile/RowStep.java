package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.kernel.Combination;
import io.cloakwork.backend.cpu.kernel.GatherWeights;
import io.cloakwork.backend.cpu.kernel.LimbKernels;
import io.cloakwork.backend.cpu.kernel.Permutation;
import java.util.Arrays;

/// One kernel call of a tile, with everything but item and worker decided.
sealed interface RowStep {

  void run(TileContext context);

  record Ntt(LimbKernels limb, RowRef in, RowRef out) implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.forward(c.rows(in), c.offset(in), c.rows(out), c.offset(out));
    }
  }

  record Intt(LimbKernels limb, RowRef in, RowRef out) implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.inverse(c.rows(in), c.offset(in), c.rows(out), c.offset(out));
    }
  }

  record Add(LimbKernels limb, RowRef a, RowRef b, RowRef out) implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.add(c.rows(a), c.offset(a), c.rows(b), c.offset(b), c.rows(out), c.offset(out));
    }
  }

  record Sub(LimbKernels limb, RowRef a, RowRef b, RowRef out) implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.sub(c.rows(a), c.offset(a), c.rows(b), c.offset(b), c.rows(out), c.offset(out));
    }
  }

  record Neg(LimbKernels limb, RowRef a, RowRef out) implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.neg(c.rows(a), c.offset(a), c.rows(out), c.offset(out));
    }
  }

  record Mul(LimbKernels limb, RowRef a, RowRef b, RowRef out) implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.mul(c.rows(a), c.offset(a), c.rows(b), c.offset(b), c.rows(out), c.offset(out));
    }
  }

  record MulAdd(LimbKernels limb, RowRef a, RowRef b, RowRef addend, RowRef out)
      implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.mulAdd(
          c.rows(a),
          c.offset(a),
          c.rows(b),
          c.offset(b),
          c.rows(addend),
          c.offset(addend),
          c.rows(out),
          c.offset(out));
    }
  }

  record MulScalar(LimbKernels limb, RowRef a, long scalar, RowRef out) implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.mulScalar(c.rows(a), c.offset(a), scalar, c.rows(out), c.offset(out));
    }
  }

  record SubMulScalar(LimbKernels limb, RowRef a, RowRef b, long scalar, RowRef out)
      implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.subMulScalar(
          c.rows(a), c.offset(a), c.rows(b), c.offset(b), scalar, c.rows(out), c.offset(out));
    }
  }

  record Fill(LimbKernels limb, long scalar, RowRef out) implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.fill(scalar, c.rows(out), c.offset(out));
    }
  }

  record Copy(LimbKernels limb, RowRef in, RowRef out) implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.copy(c.rows(in), c.offset(in), c.rows(out), c.offset(out));
    }
  }

  record Permute(LimbKernels limb, RowRef in, Permutation permutation, RowRef out)
      implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.permute(c.rows(in), c.offset(in), permutation, c.rows(out), c.offset(out));
    }
  }

  /// (a_0·b_0, a_0·b_1 + a_1·b_0, a_1·b_1).
  record TensorProduct(
      LimbKernels limb,
      RowRef a0,
      RowRef a1,
      RowRef b0,
      RowRef b1,
      RowRef low,
      RowRef cross,
      RowRef high)
      implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.tensorProduct(
          c.rows(a0),
          c.offset(a0),
          c.rows(a1),
          c.offset(a1),
          c.rows(b0),
          c.offset(b0),
          c.rows(b1),
          c.offset(b1),
          c.rows(low),
          c.offset(low),
          c.rows(cross),
          c.offset(cross),
          c.rows(high),
          c.offset(high));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // read by the hot loop, never compared
  record InnerProduct(LimbKernels limb, RowRef[] a, RowRef[] b, RowRef out) implements RowStep {
    @Override
    public void run(TileContext c) {
      c.setLeft(a);
      c.setRight(b);
      limb.innerProduct(
          c.left(), c.leftAt(), c.right(), c.rightAt(), a.length, c.rows(out), c.offset(out));
    }
  }

  /// Two inner products with the same first factors `a`: with `b` to `out`, with `c` to `other`.
  @SuppressWarnings("ArrayRecordComponent") // read by the hot loop, never compared
  record InnerProductPair(
      LimbKernels limb, RowRef[] a, RowRef[] b, RowRef out, RowRef[] c, RowRef other)
      implements RowStep {
    @Override
    public void run(TileContext context) {
      context.setLeft(a);
      context.setRight(b);
      context.setOther(c);
      limb.innerProductPair(
          context.left(),
          context.leftAt(),
          context.right(),
          context.rightAt(),
          context.other(),
          context.otherAt(),
          a.length,
          context.rows(out),
          context.offset(out),
          context.rows(other),
          context.offset(other));
    }

    /// The two steps as one, or null if they have not the same first factors.
    static InnerProductPair of(RowStep first, RowStep second) {
      if (first instanceof InnerProduct one
          && second instanceof InnerProduct two
          && Arrays.equals(one.a(), two.a())) {
        return new InnerProductPair(one.limb(), one.a(), one.b(), one.out(), two.b(), two.out());
      }
      return null;
    }
  }

  record Scale(LimbKernels limb, RowRef in, long addend, long factor, RowRef out)
      implements RowStep {
    @Override
    public void run(TileContext c) {
      limb.scaleToCanonical(c.rows(in), c.offset(in), addend, factor, c.rows(out), c.offset(out));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // read by the hot loop, never compared
  record Gather(LimbKernels limb, RowRef[] digits, GatherWeights weights, RowRef out)
      implements RowStep {
    @Override
    public void run(TileContext c) {
      c.setLeft(digits);
      limb.gather(c.left(), c.leftAt(), weights, 0, limb.degree(), c.rows(out), c.offset(out));
    }
  }

  /// The words [from, to) of all rows of a linear combination.
  @SuppressWarnings("ArrayRecordComponent") // read by the hot loop, never compared
  record Combine(
      Combination combination, RowRef[] columns, RowRef[] out, RowRef scratch, int from, int to)
      implements RowStep {
    @Override
    public void run(TileContext c) {
      c.setLeft(columns);
      c.setRight(out);
      combination.run(
          c.left(),
          c.leftAt(),
          c.right(),
          c.rightAt(),
          from,
          to,
          c.rows(scratch).fast(),
          c.offset(scratch));
    }
  }

  /// Steps that work index by index, done block by block: what one writes and the next reads, or
  /// what two of them read, is still in the nearest cache. Their kernels are of degree `block`, the
  /// rows are longer.
  ///
  /// @param degree N, the words of a row
  @SuppressWarnings("ArrayRecordComponent") // read by the hot loop, never compared
  record Blocked(RowStep[] steps, int block, int degree) implements RowStep {
    @Override
    public void run(TileContext c) {
      for (int from = 0; from < degree; from += block) {
        c.shiftTo(from);
        for (RowStep step : steps) {
          step.run(c);
        }
      }
      c.shiftTo(0);
    }
  }
}
