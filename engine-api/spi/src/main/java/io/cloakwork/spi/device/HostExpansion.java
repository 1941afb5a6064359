package io.cloakwork.spi.device;

import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformRows;
import io.cloakwork.spi.uniform.UniformSource;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/// Uniform polynomials made on the host and uploaded row by row. The rows of large ones are made in
/// parallel on the common pool, those of small ones, such as a request's, by the caller: a service
/// has requests enough for its cores, and who waits for nobody cannot wait in vain.
final class HostExpansion {

  /// Words of a polynomial, 8 MiB of them: from here on the caller's time counts more.
  private static final long LARGE_WORDS = 1L << 20;

  private HostExpansion() {}

  static void expand(
      DeviceBuffer buffer, UniformSource source, List<UniformSource.Target> targets) {
    RnsShape shape = buffer.shape();
    byte[] seed = source.seed();
    long[][] rows = new long[shape.limbs()][shape.degree()];
    for (UniformSource.Target target : targets) {
      limbs(shape)
          .forEach(limb ->
              new UniformRows(seed)
                  .expandInto(source.label(target, limb), shape.basis().get(limb), rows[limb]));
      for (int limb = 0; limb < rows.length; limb++) {
        buffer.upload(target.item(), target.poly(), limb, MemorySegment.ofArray(rows[limb]));
      }
    }
  }

  private static IntStream limbs(RnsShape shape) {
    IntStream limbs = IntStream.range(0, shape.limbs());
    return (long) shape.limbs() * shape.degree() < LARGE_WORDS ? limbs : limbs.parallel();
  }
}
