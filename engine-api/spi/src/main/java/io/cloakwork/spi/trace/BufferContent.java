package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformRows;
import io.cloakwork.spi.uniform.UniformSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// Where the words of a buffer come from.
public sealed interface BufferContent {

  /// Uniform residues that a seed stands for: the row of (item, polynomial, limb) is the one with
  /// the label (stream, item · polynomials + polynomial, limb) in [UniformRows].
  ///
  /// @param seed 32 bytes in hexadecimal, lower case
  /// @param stream tells the buffers of one seed apart
  record Seeded(String seed, int stream) implements BufferContent {

    public Seeded {
      Hex.require("seed", seed, UniformRows.SEED_BYTES);
    }

    /// The rows of a buffer of that shape.
    UniformSource source(RnsShape shape) {
      return new UniformSource(
          HexFormat.of().parseHex(seed),
          stream,
          IntStream.range(0, shape.limbs()).boxed().toList());
    }

    List<UniformSource.Target> targets(RnsShape shape) {
      List<UniformSource.Target> targets = new ArrayList<>();
      for (int item = 0; item < shape.batch(); item++) {
        for (int poly = 0; poly < shape.polys(); poly++) {
          targets.add(new UniformSource.Target(item, poly, item * shape.polys() + poly));
        }
      }
      return targets;
    }
  }

  /// Words in the side file.
  ///
  /// @param offset of the first, in bytes
  /// @param sha256 of all of them, little-endian, in the order of the shape; lower case
  record Side(long offset, String sha256) implements BufferContent {
    public Side {
      if (offset < 0) {
        throw new TraceException("a side content at offset %d".formatted(offset));
      }
      Hex.requireHash(sha256);
    }
  }

  /// What a run writes.
  record Written() implements BufferContent {}
}
